package io.hotpatchcycle.governance;

import io.hotpatchcycle.audit.Sha256;
import io.hotpatchcycle.audit.Trail;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** The rules of who is in which ring, as configured, and who approved them. A changed configuration waits for its approval, visibly. */
public final class RingMemberships {

    /** Who proposes what the configuration says. */
    public static final String PROGRAM = "hotpatch-cycle";

    private final GovernanceRows rows;
    private final Trail trail;
    private final Clock businessClock;

    public RingMemberships(GovernanceRows rows, Trail trail, Clock businessClock) {
        this.rows = rows;
        this.trail = trail;
        this.businessClock = businessClock;
    }

    /**
     * The rules of all rings.
     *
     * @param rings canonical JSON: name, group or share, owners
     */
    public record Membership(long id, String rings, String sha256, Decision decision) {
    }

    /** All that were in force, newest first. */
    public List<Membership> all() {
        return rows.memberships();
    }

    /** Notes the rules in force, at start. The same rules as before keep their approval. */
    public void configured(String rings) {
        rows.lockMemberships();
        String sha256 = Sha256.hex(rings);
        List<Membership> all = rows.memberships();
        if (all.isEmpty() || !all.get(0).sha256().equals(sha256)) {
            rows.proposeMembership(rings, sha256, PROGRAM, businessClock.instant());
            trail.system("ringMembership.changed", null, null, Map.of("rings", rings, "sha256", sha256));
        }
    }

    /** Decides the newest rules. */
    public void decide(long id, String decision, String comment, String person) {
        rows.lockMemberships();
        List<Membership> all = rows.memberships();
        Membership asked = all.stream().filter(m -> m.id() == id).findFirst().orElseThrow(() -> GovernanceRefused.badInput(
                "There are no ring rules " + id + ". GET /api/v1/ring-memberships lists them."));
        if (asked.id() != all.get(0).id()) {
            throw GovernanceRefused.conflict("These ring rules are no longer in force. Decide the newest, " + all.get(0).id() + ".");
        }
        String why = comment == null ? "" : comment.strip();
        asked.decision().check("The membership of the rings", decision, why, person);
        rows.decideMembership(id, decision, why, person, businessClock.instant());
        trail.person(person, "ringMembership.decided", null, null, Map.of("id", id, "decision", decision, "comment", why, "sha256", asked.sha256()));
    }
}
