package io.hotpatchcycle.console;

import io.hotpatchcycle.cycle.CycleState;
import io.hotpatchcycle.cycle.CycleView;
import io.hotpatchcycle.cycle.Emergencies;
import io.hotpatchcycle.identity.Person;
import io.hotpatchcycle.ring.RingView;
import io.hotpatchcycle.rollout.Expedites;
import io.hotpatchcycle.rollout.RollBackView;
import io.hotpatchcycle.rollout.RollBacks;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * What the reader may ask for in a cycle now, and what was asked for.
 *
 * @param mayEmergency whether an emergency can still be asked for by him
 * @param emergency    who asked for one; null when nobody did
 * @param rings        the rings he can ask to take back
 * @param unproven     what was not tried on test devices; empty when a roll-back is offered
 */
record AskNote(boolean mayEmergency, Emergency emergency, List<RingChoice> rings, String unproven, List<RollBackRow> rollBacks) {

    /** A request as people read it. */
    record Emergency(String by, Moment at, String reason, String expedite, List<ExpediteRow> expedites) {
    }

    /** How it stands with the expedite policy of a ring. */
    record ExpediteRow(String ring, String state, String tone, String note, Moment since) {

        static ExpediteRow of(Expedites.Standing s, Instant now) {
            return new ExpediteRow(s.ring(), switch (s.state()) {
                case "EXPEDITED" -> "Expedited";
                case "CHANGED" -> "Changed by others";
                case "ENDED" -> "Taken away";
                default -> "Not expedited";
            }, switch (s.state()) {
                case "EXPEDITED" -> "active";
                case "ENDED" -> "quiet";
                default -> "bad";
            }, s.note(), Moment.of(s.since(), now));
        }
    }

    /** A ring that can be taken back, with what it costs. */
    record RingChoice(String name, String label) {
    }

    /** A roll-back as people read it. */
    record RollBackRow(String ring, String state, String tone, String by, Moment at, String reason, String decidedBy, String devices) {

        static RollBackRow of(RollBackView b, Instant now) {
            boolean open = "REQUESTED".equals(b.state());
            String devices = b.uninstallAt() == null ? Words.number(b.effective()) + " of " + Words.number(b.devices()) + " had the release"
                    : Words.number(b.takenBack()) + " of " + Words.number(b.effective()) + " taken back";
            return new RollBackRow(b.ring(), open ? "Not decided" : Words.code(b.state()), open ? "warn" : "DONE".equals(b.state()) ? "good"
                    : "KEPT".equals(b.state()) ? "quiet" : "active", b.requestedBy(), Moment.of(b.requestedAt(), now), b.reason(), b.decidedBy(), devices);
        }
    }

    /** Whether there is nothing to ask and nothing was asked. */
    public boolean nothing() {
        return !mayEmergency && emergency == null && rings.isEmpty() && rollBacks.isEmpty();
    }

    /** Reads it. */
    @Component
    record Reader(Emergencies emergencies, RollBacks rollBacks, Expedites expedites) {

        /** Nothing is to be hurried while it is held back. */
        private static final Set<CycleState> STOPPED = EnumSet.of(CycleState.STOPPING, CycleState.STOPPED);

        private static String expedite(Emergencies.Expedite asked) {
            return asked == null ? "" : "With expedite policies, the restart forced " + asked.soon() + " the installation.";
        }

        AskNote of(CycleView cycle, List<RingView> rings, Person person, Instant now) {
            boolean may = Asking.allowed(person);
            Emergency asked = emergencies.requested(cycle.id()).map(r -> new Emergency(r.requestedBy(), Moment.of(r.requestedAt(), now), r.reason(),
                    expedite(r.expedite()), expedites.standing(cycle.id()).stream().map(s -> ExpediteRow.of(s, now)).toList())).orElse(null);
            List<RingChoice> back = !may ? List.of() : rings.stream().filter(r -> rollBacks.againstAsking(cycle.id(), r.name()).isEmpty())
                    .map(r -> new RingChoice(r.name(), r.name() + ": " + Words.number(r.effective()) + " of " + Words.count(r.controlled(), "device") + " have it"))
                    .toList();
            return new AskNote(may && asked == null && !cycle.state().ended() && !STOPPED.contains(cycle.state()), asked, back, back.isEmpty() ? "" : rollBacks.missingProof(), rollBacks.of(cycle.id()).stream().map(b -> RollBackRow.of(b, now)).toList());
        }
    }
}
