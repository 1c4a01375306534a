package io.hotpatchcycle.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hotpatchcycle.governance.Decision;
import io.hotpatchcycle.governance.ModelSetProposals.Proposal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Which models new cycles run on: who wants another set, what changes with it, and who approved that. For everybody to read. */
@Controller
class ModelSetsPage {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** More of a difference is in the file. */
    private static final int SHOWN = 60_000;

    private final ModelSetUse use;
    private final Tenant tenant;

    ModelSetsPage(ModelSetUse use, Tenant tenant) {
        this.use = use;
        this.tenant = tenant;
    }

    /**
     * A proposal as people read it.
     *
     * @param difference null where it is not shown here
     * @param cut        whether the difference goes on
     */
    record Row(long id, String deployment, String state, String tone, String reason, String author, String deployedBy, String by, Moment at, String decidedBy, Moment decidedAt,
               String comment, List<String> changes, List<String> findings, String sha256, String difference, boolean cut, boolean mayDecide) {
    }

    @GetMapping("/model-sets")
    String show(Model model) {
        Instant now = tenant.now();
        String inUse = use.inUse();
        List<Row> rows = use.all().stream().map(p -> row(p, inUse, now)).toList();
        model.addAttribute("inUse", inUse);
        model.addAttribute("approvedBy", rows.stream().filter(r -> r.deployment().equals(inUse) && "good".equals(r.tone())).findFirst().orElse(null));
        model.addAttribute("rows", rows);
        model.addAttribute("mayAsk", use.mayAsk());
        return "model-sets";
    }

    private Row row(Proposal p, String inUse, Instant now) {
        Decision d = p.decision();
        String text = d.open() ? use.difference(p) : null;
        boolean cut = text != null && text.length() > SHOWN;
        return new Row(p.id(), p.asked().deployment(), d.open() ? "Waits for another pair of eyes" : !d.approved() ? "Rejected" : p.asked().deployment().equals(inUse)
                ? "Approved, in use" : "Approved", d.open() ? "warn" : d.approved() ? "good" : "bad", p.asked().reason(), p.asked().author(),
                p.asked().deployedBy().isEmpty() ? "not known" : String.join(", ", p.asked().deployedBy()), d.proposedBy(), Moment.of(d.proposedAt(), now), d.decidedBy(),
                Moment.of(d.decidedAt(), now), d.comment(), texts(p.asked().changes()), texts(p.asked().findings()), p.sha256(), cut ? text.substring(0, SHOWN) : text, cut,
                use.mayDecide(p));
    }

    private static List<String> texts(String json) {
        try {
            List<String> texts = new ArrayList<>();
            for (JsonNode entry : JSON.readTree(json)) {
                texts.add(entry.isTextual() ? entry.asText() : entry.get("file").asText() + " " + entry.get("status").asText().toLowerCase(Locale.ROOT));
            }
            return texts;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A proposal of a model set holds no JSON: " + e.getOriginalMessage(), e);
        }
    }

    @PostMapping("/model-sets/activate")
    String activate(@RequestParam(defaultValue = "") String deployment, ModelSetUse.Wish wish, RedirectAttributes next) {
        return Answered.then(next, "/model-sets", () -> use.activate(deployment.strip(), wish).isPresent()
                ? "Asked for. The set is in use when somebody else approves what changes." : "In use: new cycles run on it.");
    }

    @PostMapping("/model-sets/proposals/{id}/decision")
    String decide(@PathVariable long id, Governing.Answer answer, RedirectAttributes next) {
        return Answered.then(next, "/model-sets", () -> use.decide(id, answer).decision().approved() ? "Approved: new cycles run on this set." : "Rejected.");
    }
}
