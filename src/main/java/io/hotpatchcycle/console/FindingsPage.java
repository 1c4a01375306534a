package io.hotpatchcycle.console;

import io.hotpatchcycle.finding.Finding;
import io.hotpatchcycle.finding.Findings;
import io.hotpatchcycle.finding.ImportedList;
import io.hotpatchcycle.identity.CurrentPerson;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The page of scanners' findings: import a list, see how its lines were judged and why. */
@Controller
class FindingsPage {

    private final FindingImports imports;
    private final Findings findings;
    private final CurrentPerson currentPerson;
    private final Tenant tenant;
    private final OwnDevices own;

    FindingsPage(FindingImports imports, Findings findings, CurrentPerson currentPerson, Tenant tenant, OwnDevices own) {
        this.own = own;
        this.imports = imports;
        this.findings = findings;
        this.currentPerson = currentPerson;
        this.tenant = tenant;
    }

    /** An imported list on a screen. */
    record ListRow(long id, String name, Moment importedAt, String importedBy, String rows, String falsePositive, String real, String unknown) {

        static ListRow of(ImportedList l, Instant now) {
            return new ListRow(l.id(), l.name(), Moment.of(l.importedAt(), now), l.importedBy(), Words.number(l.rows()), Words.number(l.falsePositive()),
                    Words.number(l.real()), Words.number(l.unknown()));
        }
    }

    /** A line on a screen. */
    record LineRow(Finding finding, String tone, String verdict, String proof, Moment asOf, Moment after, Moment since) {

        static LineRow of(Finding f, Instant now) {
            String tone = switch (f.verdict()) {
                case FALSE_POSITIVE -> "good";
                case REAL -> "bad";
                case UNKNOWN -> "warn";
            };
            return new LineRow(f, tone, Words.code(f.verdict()), f.why().sentence(), Moment.of(f.asOf(), now), Moment.of(f.levelAfter(), now),
                    Moment.of(f.levelSince(), now));
        }
    }

    @GetMapping("/findings")
    String lists(Model model) {
        Instant now = tenant.now();
        model.addAttribute("mayImport", FindingImports.allowed(currentPerson.get()));
        model.addAttribute("lists", findings.imports().stream().map(l -> ListRow.of(l, now)).toList());
        return "findings";
    }

    @PostMapping("/findings")
    String post(@RequestParam MultipartFile file, RedirectAttributes next) throws IOException {
        try (Reader text = new InputStreamReader(file.getInputStream(), StandardCharsets.UTF_8)) {
            return "redirect:/findings/" + imports.importList(file.getOriginalFilename(), text).id();
        } catch (ApiProblem problem) {
            if (problem.getStatusCode() == HttpStatus.FORBIDDEN) {
                throw problem;
            }
            next.addFlashAttribute("failed", problem.getBody().getDetail());
            return "redirect:/findings";
        }
    }

    @GetMapping("/findings/{id}")
    String lines(@PathVariable String id, @RequestParam(required = false) String verdict, HttpServletRequest request, Model model) {
        Instant now = tenant.now();
        Page page = Page.of(request);
        ImportedList list = imports.find(id);
        Finding.Verdict wanted = FindingImports.verdict(verdict);
        model.addAttribute("list", ListRow.of(list, now));
        model.addAttribute("wanted", wanted == null ? "" : wanted.name());
        model.addAttribute("lines", findings.lines(list.id(), wanted, own.rings(), page.offset(), page.size()).stream().map(f -> LineRow.of(f, now)).toList());
        model.addAttribute("pager", Pager.of(page, findings.count(list.id(), wanted, own.rings()), "page"));
        return "finding-lines";
    }
}
