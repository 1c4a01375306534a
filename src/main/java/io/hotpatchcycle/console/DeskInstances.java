package io.hotpatchcycle.console;

import io.hotpatchcycle.evidence.Desk;
import io.hotpatchcycle.evidence.DeviceDay;
import io.hotpatchcycle.evidence.Listing;
import io.hotpatchcycle.process.history.Course;
import io.hotpatchcycle.process.history.EngineHistory;
import jakarta.servlet.http.HttpServletRequest;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** One process instance on its diagram, and one device on a day. */
@Controller
class DeskInstances {

    private static final int CHANGES = 50;
    private static final int ALL = 1_000_000;

    private final DeskDoor door;
    private final EngineHistory engine;
    private final Desk desk;
    private final Tenant tenant;

    DeskInstances(DeskDoor door, EngineHistory engine, Desk desk, Tenant tenant) {
        this.door = door;
        this.engine = engine;
        this.desk = desk;
        this.tenant = tenant;
    }

    /** A decision as the page shows it. */
    record DecisionRow(Course.Decision decision, Moment at) {
    }

    @GetMapping(path = "/desk/instances/{id}", produces = MediaType.TEXT_HTML_VALUE)
    String instance(@PathVariable String id, @RequestParam(defaultValue = "0") int changes, Model model) {
        door.enter();
        Course course = course(id);
        Page page = new Page(Math.max(0, Math.min(changes, ALL / CHANGES)), CHANGES);
        Listing changed = engine.changes(id, page.offset(), page.size());
        Course.Instance instance = course.instance();
        model.addAttribute("rooms", DeskRoom.values());
        model.addAttribute("room", DeskRoom.INSTANCES);
        model.addAttribute("instance", instance);
        model.addAttribute("state", Words.code(instance.state()));
        model.addAttribute("startedAt", Moment.of(instance.startedAt(), tenant.now()));
        model.addAttribute("endedAt", Moment.of(instance.endedAt(), tenant.now()));
        model.addAttribute("steps", table(steps(course)));
        model.addAttribute("called", table(called(course)));
        model.addAttribute("tasks", table(course.tasks()));
        model.addAttribute("variables", table(course.variables()));
        model.addAttribute("changes", table(changed));
        model.addAttribute("pager", Pager.of(page, changed.total(), "changes"));
        model.addAttribute("decisions", course.decisions().stream().map(d -> new DecisionRow(d, Moment.of(d.at(), tenant.now()))).toList());
        model.addAttribute("failures", table(course.failures()));
        return "desk-instance";
    }

    /** What the picture needs: steps with counts, times and people, flows, and instances called. */
    @GetMapping(path = "/desk/instances/{id}/course", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    Map<String, Object> picture(@PathVariable String id) {
        door.enter();
        Course course = course(id);
        Map<String, Object> picture = new LinkedHashMap<>();
        picture.put("flows", course.flows());
        picture.put("steps", course.steps().stream().map(s -> {
            Map<String, Object> step = new LinkedHashMap<>();
            step.put("element", s.element());
            step.put("times", s.times());
            step.put("canceled", s.canceled());
            step.put("open", s.open());
            step.put("first", text(s.first()));
            step.put("last", text(s.last()));
            step.put("by", s.by());
            step.put("called", course.called().stream().filter(c -> s.called().contains(c.id()))
                    .map(c -> Map.of("id", c.id(), "name", c.about() == null ? c.process() : c.about(), "state", Words.code(c.state()))).toList());
            return step;
        }).toList());
        return picture;
    }

    private String text(java.time.Instant at) {
        return at == null ? "" : Moment.of(at, tenant.now()).text();
    }

    @GetMapping("/desk/instances/{id}/diagram")
    ResponseEntity<byte[]> diagram(@PathVariable String id) {
        door.enter();
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_XML).body(engine.diagram(id).orElseThrow(() -> none(id)));
    }

    @GetMapping("/desk/instances/{id}/{part:steps|tasks|variables|changes|decisions|failures}.csv")
    ResponseEntity<StreamingResponseBody> csv(@PathVariable String id, @PathVariable String part) {
        door.enter();
        Course course = course(id);
        return DeskPages.csv(part + "-" + course.instance().process(), () -> switch (part) {
            case "steps" -> steps(course);
            case "tasks" -> course.tasks();
            case "variables" -> course.variables();
            case "changes" -> engine.changes(id, 0, ALL);
            case "decisions" -> decisions(course);
            default -> course.failures();
        });
    }

    private static Listing steps(Course course) {
        List<List<Object>> rows = course.steps().stream().map(s -> Arrays.<Object>asList(s.name() == null || s.name().isEmpty() ? s.element() : s.name(),
                s.element(), s.type(), s.times(), s.canceled(), s.open(), s.first(), s.last(), String.join(", ", s.by()))).toList();
        return new Listing(List.of("step", "element", "is", "times", "canceled", "open", "firstReached", "lastLeft", "by"), rows, rows.size());
    }

    private static Listing called(Course course) {
        List<List<Object>> rows = course.called().stream().map(c -> Arrays.<Object>asList(c.id(), c.process(), c.version(), c.about(), c.state(),
                c.startedAt(), c.endedAt())).toList();
        return new Listing(List.of("instance", "process", "version", "about", "state", "startedAt", "endedAt"), rows, rows.size());
    }

    private static Listing decisions(Course course) {
        List<List<Object>> rows = course.decisions().stream().map(d -> Arrays.<Object>asList(d.at(), d.table(), d.version(), d.element(),
                String.join("; ", d.inputs()), String.join("; ", d.rules().stream().map(r -> "rule " + r.number() + ": " + String.join(", ", r.outputs())).toList())))
                .toList();
        return new Listing(List.of("at", "table", "version", "element", "inputs", "rulesFired"), rows, rows.size());
    }

    private DeskTable table(Listing listing) {
        return DeskTable.of(listing, tenant.now());
    }

    private Course course(String id) {
        return engine.course(ApiProblem.readable("id", id)).orElseThrow(() -> none(id));
    }

    private static ApiProblem none(String id) {
        return new ApiProblem(HttpStatus.NOT_FOUND, "There is no process instance '" + id + "', or its history is past its time to live. "
                + "The evidence pack of its cycle keeps its course.");
    }

    @GetMapping(path = "/desk/device", produces = MediaType.TEXT_HTML_VALUE)
    String device(HttpServletRequest request, Model model) {
        door.enter();
        Map<String, String> said = new LinkedHashMap<>();
        String device = DeskQuery.text(request, "device", said);
        String day = DeskQuery.text(request, "day", said);
        LocalDate on = day == null ? LocalDate.ofInstant(tenant.now(), ZoneOffset.UTC) : DeskQuery.day("day", day);
        model.addAttribute("rooms", DeskRoom.values());
        model.addAttribute("room", null);
        model.addAttribute("asked", device == null ? "" : device);
        model.addAttribute("day", on.toString());
        model.addAttribute("found", null);
        if (device != null) {
            desk.device(device).map(d -> desk.on(d, on)).ifPresent(found -> {
                model.addAttribute("found", found);
                model.addAttribute("planned", table(found.planned()));
                model.addAttribute("looks", table(looks(found)));
            });
        }
        return "desk-device";
    }

    @GetMapping("/desk/device.csv")
    ResponseEntity<StreamingResponseBody> deviceCsv(@RequestParam String device, @RequestParam String day, @RequestParam(defaultValue = "looks") String part) {
        door.enter();
        DeviceDay found = desk.device(ApiProblem.readable("device", device)).map(d -> desk.on(d, DeskQuery.day("day", day)))
                .orElseThrow(() -> new ApiProblem(HttpStatus.NOT_FOUND, "No device has the id or the name '" + device + "'."));
        return DeskPages.csv("device-" + part, () -> part.equals("planned") ? found.planned() : looks(found));
    }

    private static Listing looks(DeviceDay found) {
        List<List<Object>> rows = found.looks().stream().map(l -> Arrays.<Object>asList(l.at(), l.build(), l.source())).toList();
        return new Listing(List.of("seenAt", "build", "source"), rows, rows.size());
    }
}
