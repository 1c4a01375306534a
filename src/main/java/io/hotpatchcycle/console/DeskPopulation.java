package io.hotpatchcycle.console;

import io.hotpatchcycle.evidence.Desk;
import io.hotpatchcycle.evidence.DeskList;
import io.hotpatchcycle.evidence.Listing;
import io.hotpatchcycle.evidence.SampleSheet;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** The population an auditor draws samples from, the samples, and one sheet for each. */
@Controller
@Tag(name = "Audit", description = "Who did what, when, on which facts")
class DeskPopulation {

    private static final int ALL = 100_000;
    private static final int MOST = 500;
    private static final int USUAL = 20;

    private final DeskDoor door;
    private final Desk desk;
    private final Tenant tenant;

    DeskPopulation(DeskDoor door, Desk desk, Tenant tenant) {
        this.door = door;
        this.desk = desk;
        this.tenant = tenant;
    }

    /** What is to be drawn. */
    record Draw(DeskQuery query, Long seed, int size) {

        static Draw of(HttpServletRequest request) {
            DeskQuery query = DeskQuery.of(request);
            String seed = DeskQuery.text(request, "seed", query.said());
            String size = DeskQuery.text(request, "size", query.said());
            return new Draw(query, seed == null ? null : number("seed", seed, 0, 999_999_999L), size == null ? USUAL : (int) number("size", size, 1, MOST));
        }

        private static long number(String name, String text, long from, long to) {
            if (text.matches("[0-9]{1,9}")) {
                long number = Long.parseLong(text);
                if (number >= from && number <= to) {
                    return number;
                }
            }
            throw new ApiProblem(HttpStatus.BAD_REQUEST, "'" + name + "' must be a whole number from " + from + " to " + to + ", not '" + text + "'.");
        }
    }

    @GetMapping(path = "/desk/population", produces = MediaType.TEXT_HTML_VALUE)
    String population(HttpServletRequest request, Model model) {
        door.enter();
        Draw draw = Draw.of(request);
        Listing all = all(draw);
        Instant now = tenant.now();
        model.addAttribute("rooms", DeskRoom.values());
        model.addAttribute("room", null);
        model.addAttribute("said", draw.query().said());
        model.addAttribute("size", draw.size());
        model.addAttribute("seed", draw.seed());
        model.addAttribute("total", all.total());
        int cycle = all.columns().indexOf("cycle");
        int decided = all.columns().indexOf("decidedBy");
        model.addAttribute("carried", all.rows().stream().filter(r -> r.get(cycle) != null).count());
        model.addAttribute("declined", all.rows().stream().filter(r -> r.get(decided) != null).count());
        model.addAttribute("table", DeskTable.of(all, now));
        model.addAttribute("samples", draw.seed() == null ? null : DeskTable.of(sample(draw, all), now));
        model.addAttribute("csv", DeskPages.address("/desk/population.csv", draw.query(), null));
        model.addAttribute("samplesCsv", DeskPages.address("/desk/samples.csv", draw.query(), null));
        return "desk-population";
    }

    @GetMapping("/desk/population.csv")
    ResponseEntity<StreamingResponseBody> populationCsv(HttpServletRequest request) {
        door.enter();
        Listing all = all(Draw.of(request));
        return DeskPages.csv("population", () -> all);
    }

    @GetMapping("/desk/samples.csv")
    ResponseEntity<StreamingResponseBody> samplesCsv(HttpServletRequest request) {
        door.enter();
        Draw draw = seeded(Draw.of(request));
        return DeskPages.csv("samples-" + draw.seed(), () -> sample(draw, all(draw)));
    }

    @GetMapping("/api/v1/audit/population")
    @Operation(summary = "Every catalog entry for our products, with its cycle or the signed decision not to deploy it",
            description = "For auditors and camunda-admin. ?from= and ?to= are days (UTC) of publication; ?kb= and ?cve= narrow it.")
    @ResponseBody
    List<Map<String, Object>> populationJson(HttpServletRequest request) {
        door.enter();
        return json(all(Draw.of(request)));
    }

    /** Samples, and how they were drawn. */
    record Drawn(long seed, int size, int population, String how, List<Map<String, Object>> samples) {
    }

    @GetMapping("/api/v1/audit/samples")
    @Operation(summary = "Some of the population, by a seed: the same seed gives the same samples",
            description = "For auditors and camunda-admin. ?seed= is required, ?size= is 20 unless told; otherwise as the population.")
    @ResponseBody
    Drawn samplesJson(HttpServletRequest request) {
        door.enter();
        Draw draw = seeded(Draw.of(request));
        Listing all = all(draw);
        return new Drawn(draw.seed(), draw.size(), all.total(), "the entries whose SHA-256 of '<seed>:<entry>' is smallest", json(sample(draw, all)));
    }

    @GetMapping(path = "/desk/samples/{entry}", produces = MediaType.TEXT_HTML_VALUE)
    String sheet(@PathVariable String entry, Model model) {
        door.enter();
        SampleSheet sheet = desk.sheet(ApiProblem.readable("entry", entry)).orElseThrow(() -> new ApiProblem(HttpStatus.NOT_FOUND,
                "The catalog has no entry '" + entry + "'. The population lists those there are."));
        Instant now = tenant.now();
        model.addAttribute("rooms", DeskRoom.values());
        model.addAttribute("room", null);
        model.addAttribute("entry", DeskTable.of(sheet.entry(), now));
        model.addAttribute("cycle", sheet.cycle().rows().isEmpty() ? null : DeskTable.of(sheet.cycle(), now));
        model.addAttribute("cycleId", sheet.cycle().rows().isEmpty() ? null : sheet.cycle().rows().get(0).get(0));
        model.addAttribute("ended", !sheet.cycle().rows().isEmpty() && sheet.cycle().rows().get(0).get(sheet.cycle().columns().indexOf("endedAt")) != null);
        model.addAttribute("title", sheet.entry().rows().get(0).get(1));
        model.addAttribute("asked", DeskTable.of(sheet.asked(), now));
        model.addAttribute("tested", DeskTable.of(sheet.tested(), now));
        model.addAttribute("ringTable", DeskTable.of(sheet.rings(), now));
        model.addAttribute("writeTable", DeskTable.of(sheet.writes(), now));
        model.addAttribute("eventTable", DeskTable.of(sheet.events(), now));
        return "desk-sample";
    }

    private Listing all(Draw draw) {
        return desk.list(DeskList.POPULATION, draw.query().search(), 0, ALL);
    }

    private static Listing sample(Draw draw, Listing all) {
        return Desk.sample(all, "entry", draw.seed(), draw.size());
    }

    private static Draw seeded(Draw draw) {
        if (draw.seed() == null) {
            throw new ApiProblem(HttpStatus.BAD_REQUEST, "'seed' is required: a whole number, noted with the samples so that anybody can draw them again.");
        }
        return draw;
    }

    static List<Map<String, Object>> json(Listing list) {
        return list.rows().stream().map(row -> {
            Map<String, Object> one = new LinkedHashMap<>();
            IntStream.range(0, row.size()).forEach(i -> one.put(list.columns().get(i), row.get(i)));
            return one;
        }).toList();
    }
}
