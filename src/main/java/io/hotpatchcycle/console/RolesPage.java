package io.hotpatchcycle.console;

import io.hotpatchcycle.approval.Rule;
import io.hotpatchcycle.identity.CurrentPerson;
import io.hotpatchcycle.identity.RightsInForce;
import io.hotpatchcycle.identity.RingOwners;
import io.hotpatchcycle.process.task.Deciders;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** Who may do what: read from the engine's authorizations and from the rules of this program, nothing written down twice. */
@Controller
class RolesPage {

    private final RightsInForce rights;
    private final CurrentPerson currentPerson;
    private final Deciders deciders;
    private final RingOwners owners;

    RolesPage(RightsInForce rights, CurrentPerson currentPerson, Deciders deciders, RingOwners owners) {
        this.deciders = deciders;
        this.owners = owners;
        this.rights = rights;
        this.currentPerson = currentPerson;
    }

    /** One line of the matrix. @param cells in the order of the roles */
    record Line(String what, List<String> cells) {
    }

    /** A question and who answers it. */
    record Asked(String subject, String asked, String escalatedTo, List<String> rules) {

        static Asked of(Deciders.Question q) {
            return new Asked(Words.code(q.subject()), q.asked(), q.escalatedTo(), q.rules().stream().map(Rule::sentence).toList());
        }
    }

    @GetMapping("/roles")
    String show(Model model) {
        if (!Allowed.SIT_AT_DESK.to(currentPerson.get())) {
            throw new ApiProblem(HttpStatus.FORBIDDEN, "Who may do what is for auditors and camunda-admin. Ask one of them.");
        }
        List<RightsInForce.Role> roles = rights.roles();
        model.addAttribute("roles", roles);
        model.addAttribute("program", Arrays.stream(Allowed.values()).map(allowed -> new Line(allowed.what(),
                roles.stream().map(role -> allowed.toGroup(role.group(), owners) ? "yes" : "").toList())).toList());
        model.addAttribute("engine", rights.grants().stream().map(grant -> new Line(grant.resource().toLowerCase(Locale.ROOT).replace('_', ' '),
                roles.stream().map(role -> grant.byGroup().getOrDefault(role.group(), "")).map(RolesPage::readable).toList())).toList());
        model.addAttribute("questions", deciders.questions().stream().map(Asked::of).toList());
        return "roles";
    }

    private static String readable(String permissions) {
        return Arrays.stream(permissions.split(", ")).map(p -> p.toLowerCase(Locale.ROOT).replace('_', ' ')).collect(Collectors.joining(", "));
    }
}
