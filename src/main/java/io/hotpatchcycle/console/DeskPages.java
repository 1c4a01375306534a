package io.hotpatchcycle.console;

import io.hotpatchcycle.evidence.Desk;
import io.hotpatchcycle.evidence.DeskList;
import io.hotpatchcycle.evidence.Listing;
import io.hotpatchcycle.evidence.Search;
import io.hotpatchcycle.process.history.EngineHistory;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
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
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;
import org.springframework.web.util.UriComponentsBuilder;

/** The auditor's desk: every list as a page and as CSV. Nothing here changes anything. */
@Controller
class DeskPages {

    private static final int ROWS = 50;
    private static final int FEW = 8;
    private static final int ROWS_AT_ONCE = 2000;
    private static final int LAST_PAGE = 100_000;

    private final DeskDoor door;
    private final Desk desk;
    private final EngineHistory engine;
    private final Tenant tenant;

    DeskPages(DeskDoor door, Desk desk, EngineHistory engine, Tenant tenant) {
        this.door = door;
        this.desk = desk;
        this.engine = engine;
        this.tenant = tenant;
    }

    /** A field of a search. */
    record Field(String name, String label, String value, String example) {

        /** Whether it takes a day. */
        public boolean day() {
            return name.equals("from") || name.equals("to");
        }
    }

    @GetMapping("/desk")
    String start(HttpServletRequest request, Model model) {
        door.enter();
        DeskQuery query = DeskQuery.of(request);
        model.addAttribute("rooms", DeskRoom.values());
        model.addAttribute("room", null);
        model.addAttribute("fields", fields(DeskRoom.CYCLES, query));
        model.addAttribute("cyclesQuery", address("/desk/cycles", query, null));
        model.addAttribute("approvalsQuery", address("/desk/approvals", query, null));
        Listing cycles = read(DeskRoom.CYCLES, query.search(), 0, FEW);
        Listing approvals = read(DeskRoom.APPROVALS, query.search(), 0, FEW);
        model.addAttribute("cycles", DeskTable.of(cycles, tenant.now()));
        model.addAttribute("cyclesTotal", cycles.total());
        model.addAttribute("approvals", DeskTable.of(approvals, tenant.now()));
        model.addAttribute("approvalsTotal", approvals.total());
        return "desk";
    }

    @GetMapping(path = "/desk/{room:[a-z-]+}", produces = MediaType.TEXT_HTML_VALUE)
    String list(@PathVariable String room, HttpServletRequest request, Model model) {
        door.enter();
        DeskRoom found = room(room);
        DeskQuery query = DeskQuery.of(request);
        Page page = new Page(pageNumber(request), ROWS);
        Listing list = read(found, query.search(), page.offset(), page.size());
        Pager pager = Pager.of(page, list.total(), "page");
        String path = "/desk/" + found.path();
        model.addAttribute("rooms", DeskRoom.values());
        model.addAttribute("room", found);
        model.addAttribute("fields", fields(found, query));
        model.addAttribute("table", DeskTable.of(list, tenant.now()));
        model.addAttribute("pager", pager);
        model.addAttribute("previous", pager.previous() == null ? null : address(path, query, pager.previous()));
        model.addAttribute("next", pager.next() == null ? null : address(path, query, pager.next()));
        model.addAttribute("csv", address(path + ".csv", query, null));
        return "desk-list";
    }

    @GetMapping("/desk/{room:[a-z-]+}.csv")
    ResponseEntity<StreamingResponseBody> csv(@PathVariable String room, HttpServletRequest request) {
        door.enter();
        DeskRoom found = room(room);
        Search search = DeskQuery.of(request).search();
        return csv(found.path(), () -> whole(found, search));
    }

    /** A whole list as a file. */
    static ResponseEntity<StreamingResponseBody> csv(String name, java.util.function.Supplier<Listing> rows) {
        Listing all = rows.get();
        return CsvAnswer.of(name.replaceAll("[^A-Za-z0-9.-]", "-") + ".csv", all::csv);
    }

    private Listing whole(DeskRoom room, Search search) {
        List<List<Object>> rows = new ArrayList<>();
        Listing part = read(room, search, 0, ROWS_AT_ONCE);
        rows.addAll(part.rows());
        while (part.rows().size() == ROWS_AT_ONCE) {
            part = read(room, search, rows.size(), ROWS_AT_ONCE);
            rows.addAll(part.rows());
        }
        return new Listing(part.columns(), rows, rows.size());
    }

    private Listing read(DeskRoom room, Search search, int offset, int limit) {
        return switch (room) {
            case CYCLES -> desk.list(DeskList.CYCLES, search, offset, limit);
            case APPROVALS -> desk.list(DeskList.APPROVALS, search, offset, limit);
            case EVENTS -> desk.list(DeskList.EVENTS, search, offset, limit);
            case SIGN_INS -> desk.list(DeskList.SIGN_INS, search, offset, limit);
            case INSTANCES -> engine.instances(search, offset, limit);
            case OPERATIONS -> engine.operations(search, offset, limit);
            case ACCESS -> {
                Listing roles = engine.roles(search);
                yield Listing.page(roles.columns(), roles.rows(), offset, limit);
            }
        };
    }

    private static DeskRoom room(String path) {
        return DeskRoom.at(path).orElseThrow(() -> new ApiProblem(HttpStatus.NOT_FOUND, "The desk has no list '" + path + "'. Its menu names those there are."));
    }

    static List<Field> fields(DeskRoom room, DeskQuery query) {
        return room.fields().stream().map(f -> new Field(f, room.label(f), query.said().getOrDefault(f, ""), DeskRoom.example(f))).toList();
    }

    private static int pageNumber(HttpServletRequest request) {
        String text = request.getParameter("page");
        return text == null || !text.matches("[0-9]{1,6}") ? 0 : Math.min(Integer.parseInt(text), LAST_PAGE);
    }

    static String address(String path, DeskQuery query, Integer page) {
        UriComponentsBuilder uri = UriComponentsBuilder.fromPath(path);
        Map<String, Object> values = new LinkedHashMap<>(query.said());
        query.said().keySet().forEach(name -> uri.queryParam(name, "{" + name + "}"));
        if (page != null) {
            uri.queryParam("page", page);
        }
        return uri.encode().buildAndExpand(values).toUriString();
    }
}
