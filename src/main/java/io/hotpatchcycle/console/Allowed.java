package io.hotpatchcycle.console;

import io.hotpatchcycle.cycle.Askers;
import io.hotpatchcycle.identity.CurrentPerson;
import io.hotpatchcycle.identity.Groups;
import io.hotpatchcycle.identity.Person;
import io.hotpatchcycle.identity.RingOwners;
import java.util.List;
import org.springframework.http.HttpStatus;

/** What this program itself lets some groups do only, beside the rights of the engine. */
enum Allowed {
    STOP("Stop a cycle, ask for an emergency or a roll-back", Askers.OF_A_STOP.toArray(String[]::new)),
    ASK_EXCEPTION("Ask for an exception", Groups.RELEASE_MANAGERS, Groups.CHANGE_MANAGERS, Groups.CAB, Groups.BUSINESS_OWNERS, Groups.ADMINS),
    DECIDE_RESTART("Say whether a lost restart happened", Groups.RELEASE_MANAGERS, Groups.CHANGE_MANAGERS, Groups.ADMINS),
    IMPORT_FINDINGS("Import a scanner's list", Groups.RELEASE_MANAGERS, Groups.CHANGE_MANAGERS, Groups.ADMINS),
    PROPOSE_POLICY("Propose a patch policy", Groups.RELEASE_MANAGERS, Groups.CHANGE_MANAGERS, Groups.ADMINS),
    DECIDE_POLICY("Decide on a patch policy or ring rules", Groups.CHANGE_MANAGERS, Groups.CAB),
    SIGN_TEST("Sign a test by hand", Groups.RELEASE_MANAGERS, Groups.BUSINESS_OWNERS, Groups.OPERATORS, Groups.ADMINS),
    SIGN_ACTION("Sign what was done about what went wrong", Groups.RELEASE_MANAGERS, Groups.CHANGE_MANAGERS, Groups.OPERATORS, Groups.ADMINS),
    HOLD("Set and lift a legal hold", Groups.CHANGE_MANAGERS, Groups.ADMINS),
    ACTIVATE_MODELS("Ask for a model set to be taken into use", Groups.MODEL_ADMINS, Groups.ADMINS),
    DECIDE_MODELS("Approve what changes with a model set", Groups.CHANGE_MANAGERS, Groups.CAB),
    NAME_ANY_SUBSTITUTE("Name substitutes for others", Groups.ADMINS),
    SEE_ALL_DEVICES("See every device; others see those of the rings they own", Groups.WHOLE_FLEET.toArray(String[]::new)),
    SEE_MESSAGES("See messages", Groups.RELEASE_MANAGERS, Groups.OPERATORS, Groups.AUDITORS, Groups.ADMINS),
    RESEND_MESSAGES("Send a message again", Groups.RELEASE_MANAGERS, Groups.OPERATORS, Groups.ADMINS),
    DRAW_EVIDENCE("Draw an evidence pack", Groups.AUDITORS, Groups.CHANGE_MANAGERS, Groups.ADMINS),
    SIT_AT_DESK("Sit at the auditor's desk, see roles", Groups.AUDITORS, Groups.ADMINS),
    CONFIRM_ACCESS("Confirm who holds which role, but for oneself", Groups.CHANGE_MANAGERS, Groups.ADMINS),
    SEE_PEOPLE("See sign-ins, refusals and what belongs to no cycle", Groups.AUDITORS, Groups.ADMINS),
    VERIFY_TRAIL("Verify the trail", Groups.AUDITORS, Groups.ADMINS),
    ANCHOR_TRAIL("Anchor the trail", Groups.ADMINS);

    private final String what;
    private final List<String> groups;

    Allowed(String what, String... groups) {
        this.what = what;
        this.groups = List.of(groups);
    }

    String what() {
        return what;
    }

    boolean to(Person person) {
        return (inOwnRight() ? person.own() : person.groups()).stream().anyMatch(groups::contains) || person.ownsRing() && toOwners();
    }

    /** Whether whoever owns a ring may, by whatever group. */
    private boolean toOwners() {
        return groups.contains(Groups.BUSINESS_OWNERS);
    }

    /** Four eyes that no substitute lends: nothing stores in whose place such a decision was made. */
    boolean inOwnRight() {
        return this == DECIDE_POLICY || this == DECIDE_MODELS || this == CONFIRM_ACCESS;
    }

    /** What somebody puts his name to; a program with a token of its own does not, whatever its role, as it answers no question of a cycle. */
    boolean ofPeople() {
        return inOwnRight() || this == HOLD || this == SIGN_TEST || this == SIGN_ACTION || this == DECIDE_RESTART;
    }

    /** @throws ApiProblem 403 where who is signed in is a program and this is for people */
    void notByProgram(String doing, CurrentPerson who) {
        if (ofPeople() && who.isProgram()) {
            throw new ApiProblem(HttpStatus.FORBIDDEN, doing + " is for people: programs decide nothing, whatever their role. "
                    + "Let a person of " + names() + " do it. Nothing has changed.");
        }
    }

    boolean toGroup(String group, RingOwners owners) {
        return groups.contains(group) || toOwners() && owners.groups().contains(group);
    }

    /** Who may, as ids; e.g. for a refusal. */
    String names() {
        return String.join(", ", groups);
    }
}
