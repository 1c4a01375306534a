package io.hotpatchcycle.rollout;

import io.hotpatchcycle.rollout.GuardRows.Facts;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Refuses writes that the facts do not allow, whatever the model, a REST call or a moved token says. Runs in the
 * transaction that records the intent, on a row lock of the cycle: a stop that committed first is seen, and a stop
 * that comes later waits and then sees the intent.
 */
final class Guard {

    /** Each rule says why not, or nothing. The first refusal counts. */
    private static final List<BiFunction<Facts, Instant, String>> PREPARING = List.of(
            (f, now) -> f.ended() ? "has ended. Nothing of it is prepared or opened any more." : null,
            (f, now) -> f.halted() ? "is stopped. Resolve the stop first." : null,
            (f, now) -> f.superseded() && !f.everOpened() ? "was superseded by a newer release before this ring was opened." : null,
            (f, now) -> !f.approved() ? "has no approval for the plan in force. Approve the change; an approval of other figures does not count." : null,
            (f, now) -> f.approvalExpires() == null || !f.approvalExpires().isAfter(now) ? "has an approval that expired. Approve it again." : null);

    /** Nothing of a ring before its turn, and before its restarts are agreed. */
    private static final List<BiFunction<Facts, Instant, String>> IN_TURN = List.of(
            (f, now) -> !f.planned() ? "has no such ring in its plan." : null,
            (f, now) -> f.exemptUntil() != null ? "must not open this ring: it is exempted until " + f.exemptUntil() + "." : null,
            (f, now) -> f.lateBeyond() > 0 ? "has " + f.lateBeyond() + " late joiners in this ring more than were approved with it." : null,
            (f, now) -> f.earlierUnfinished() != null ? "must not skip ring '" + f.earlierUnfinished()
                    + "', which has neither passed its gate nor been overridden, nor was the stop lifted after it was rolled back." : null,
            (f, now) -> f.restarts() > 0 && !f.windowAgreed() ? "expects " + f.restarts()
                    + " restarts in this ring, but no window is agreed for them." : null,
            (f, now) -> f.restarts() > 0 && f.windowStarts() != null && f.windowStarts().isAfter(now)
                    ? "must not open before the agreed window at " + f.windowStarts() + "." : null);

    private static final List<BiFunction<Facts, Instant, String>> UNFROZEN = List.of(
            (f, now) -> f.freeze() != null && !f.waived() ? "must not open anything in the freeze '" + f.freeze() + "', which lasts until "
                    + f.frozenUntil() + ", without a waiver for this emergency." : null,
            (f, now) -> f.calendarProblem() != null && !f.waived() ? "must not open anything, because a freeze calendar is not known: " + f.calendarProblem()
                    + " Correct it, or take it out of hotpatch.freeze." : null);

    private static final List<BiFunction<Facts, Instant, String>> OPENING = together(IN_TURN, List.of(
            (f, now) -> f.restarts() > 0 && f.windowEnds() != null && !f.windowEnds().isAfter(now)
                    ? "must not open any more in the agreed window: it was over at " + f.windowEnds() + ". Agree another one." : null), UNFROZEN, List.of(
            (f, now) -> f.yieldsTo() != null && !f.everOpened() ? "gives way to the emergency " + f.yieldsTo() + " until that has ended." : null));

    /** For a ring that is open: the end of its window is what an expedite policy goes beyond, as its approver was told. */
    private static final List<BiFunction<Facts, Instant, String>> EXPEDITING = together(IN_TURN, UNFROZEN);

    /** What only a tenant that is written to has to bring. */
    private static final List<BiFunction<Facts, Instant, String>> TENANT = List.of(
            (f, now) -> f.exemptionOpen() != null ? "must not open while the devices of exemption " + f.exemptionOpen()
                    + " are not seen out of the groups." : null,
            (f, now) -> !f.unitProblem().isEmpty() ? "cannot open it: " + f.unitProblem() : null);

    private final GuardRows rows;
    private final Mode mode;
    private final CanaryProofs proofs;
    private final ObservedRows observed;
    private final Clock businessClock;

    Guard(GuardRows rows, Mode mode, CanaryProofs proofs, ObservedRows observed, Clock businessClock) {
        this.rows = rows;
        this.mode = mode;
        this.proofs = proofs;
        this.observed = observed;
        this.businessClock = businessClock;
    }

    /** Why policies and members of the cycle's units must not be written; empty when they may. */
    Optional<String> againstPreparing(String cycleId) {
        return refusal(cycleId, rows.lock(cycleId, null, businessClock.instant()), PREPARING).or(() -> unproven(cycleId));
    }

    /** Why the ring must not be opened, or its devices restarted; empty when they may. */
    Optional<String> againstOpening(String cycleId, String ring) {
        Facts facts = rows.lock(cycleId, ring, businessClock.instant());
        return refusal(cycleId, facts, PREPARING).or(() -> unproven(cycleId)).or(() -> refusal(cycleId, facts, OPENING))
                .or(() -> refusal(cycleId, facts, TENANT));
    }

    /** Why an open ring must not be expedited, as far as its cycle and the tenant go; empty when it may. */
    Optional<String> againstExpediting(String cycleId, String ring) {
        Facts facts = rows.lock(cycleId, ring, businessClock.instant());
        return refusal(cycleId, facts, PREPARING).or(() -> unproven(cycleId)).or(() -> refusal(cycleId, facts, EXPEDITING))
                .or(() -> refusal(cycleId, facts, TENANT));
    }

    /** Whether the ring as a whole is exempted now. */
    boolean exempted(String cycleId, String ring) {
        return rows.lock(cycleId, ring, businessClock.instant()).exemptUntil() != null;
    }

    /** Whether nothing of this cycle is written: by mode, or because it began under mode observe and has rings that only look opened. */
    boolean observing(String cycleId) {
        return mode != Mode.CONTROL || observed.any(cycleId);
    }

    /** Why an opening that is only observed must not be counted as one: people and order are heeded as in mode control. */
    Optional<String> againstObserving(String cycleId, String ring) {
        Facts facts = rows.lock(cycleId, ring, businessClock.instant());
        return first(cycleId, facts, PREPARING).or(() -> first(cycleId, facts, OPENING));
    }

    /** What would have held it back beside that; empty when nothing. */
    String obstacle(String cycleId, String ring) {
        Facts facts = rows.lock(cycleId, ring, businessClock.instant());
        return first(cycleId, facts, TENANT).or(() -> unproven(cycleId)).orElse("");
    }

    /**
     * Why no policy of ours may take the place of one that is gone while the cycle is stopped; empty when one may. It lets nothing through, so it needs no
     * approval of the change, and it waits for nobody who holds the cycle.
     */
    Optional<String> againstReplacing(String cycleId) {
        return observing(cycleId) ? Optional.of(onlyReading()) : unproven(cycleId);
    }

    /** Why nothing may be taken back; only the mode can forbid that. */
    Optional<String> againstSuspending() {
        return mode == Mode.CONTROL ? Optional.empty() : Optional.of(onlyReading());
    }

    private Optional<String> refusal(String cycleId, Facts facts, List<BiFunction<Facts, Instant, String>> rules) {
        if (mode != Mode.CONTROL) {
            return Optional.of(onlyReading());
        }
        if (observed.any(cycleId)) {
            return Optional.of("Cycle " + cycleId + " began in mode observe and ends in it; the next one is under control.");
        }
        return first(cycleId, facts, rules);
    }

    private Optional<String> first(String cycleId, Facts facts, List<BiFunction<Facts, Instant, String>> rules) {
        Instant now = businessClock.instant();
        return rules.stream().map(rule -> rule.apply(facts, now)).filter(why -> why != null).findFirst()
                .map(why -> "Cycle " + cycleId + " " + why);
    }

    /** Without a proof that this tenant waits for approvals, an opening would be a guess. */
    private Optional<String> unproven(String cycleId) {
        return proofs.problem().map(why -> "Cycle " + cycleId + " must not open anything in this tenant: " + why);
    }

    @SafeVarargs
    private static List<BiFunction<Facts, Instant, String>> together(List<BiFunction<Facts, Instant, String>>... rules) {
        return Stream.of(rules).flatMap(List::stream).toList();
    }

    private static String onlyReading() {
        return "hotpatch.mode is observe: nothing is written to Graph.";
    }
}
