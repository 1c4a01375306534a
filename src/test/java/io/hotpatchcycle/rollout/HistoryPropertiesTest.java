package io.hotpatchcycle.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.ring.RingState;
import io.hotpatchcycle.ring.RingView;
import io.hotpatchcycle.ring.Verdict;
import io.hotpatchcycle.rollout.ScriptedGate.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Generated histories of people, time and a service that misbehaves: whatever the order, no ring opens before the one
 * before it, nothing opens in a stop or without an approval, and a repeat changes nothing.
 */
class HistoryPropertiesTest {

    private static final int STEPS = 60;
    private static final List<Script> SCRIPTS = List.of(Script.LATER, Script.LATER_WITHOUT_TIME, Script.REFUSED, Script.LOST_BUT_THERE,
            Script.LOST_AND_ABSENT, Script.ACCEPTED_BUT_NOT_DONE);

    private final List<String> history = new ArrayList<>();
    private RolloutFixture at;
    private Random random;
    /** Whether the newest thing that was found of the pilot ring, or decided on it, since it opened lets the next one follow. */
    private boolean pilotDone;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void aHistoryKeepsItsPromises(long seed) {
        random = new Random(seed);
        try (RolloutFixture fixture = new RolloutFixture()) {
            at = fixture;
            for (int step = 0; step < STEPS; step++) {
                Facts before = facts();
                int sent = at.gate.sent().size();
                String what = oneStep();
                history.add(what);
                List<String> calls = at.gate.sent().subList(sent, at.gate.sent().size());
                assertThat(broken(before, calls)).as("seed %s, after %s, which sent %s", seed, history, calls).isNull();
            }
            assertThat(at.gate.sent()).as("seed %s opened something", seed).anyMatch(c -> c.startsWith("approve"));
        }
    }

    /** What the guard must know. */
    private record Facts(boolean halted, boolean approved, boolean pilotDone) {
    }

    private Facts facts() {
        Map<String, Object> row = at.jdbc.queryForMap("""
                select exists (select 1 from hotpatch.halt where lifted_at is null) as halted,
                    (select decision = 'APPROVE' and plan_hash = 'plan' and expires_at > ? from hotpatch.approval where subject = 'CHANGE'
                        order by id desc limit 1) as approved
                """, at.now());
        return new Facts(Boolean.TRUE.equals(row.get("halted")), Boolean.TRUE.equals(row.get("approved")), pilotDone);
    }

    private static String broken(Facts before, List<String> calls) {
        boolean opens = calls.stream().anyMatch(c -> c.startsWith("approve"));
        if (opens && before.halted()) {
            return "something opened in a stop";
        }
        if (opens && !before.approved()) {
            return "something opened without an approval in force";
        }
        return calls.contains("approve early") && !before.pilotDone() ? "ring 'early' opened before 'pilot' had passed" : null;
    }

    private String oneStep() {
        switch (random.nextInt(12)) {
            case 0, 1, 2:
                return opened("pilot");
            case 3, 4:
                return opened("early");
            case 5, 6:
                return judged();
            case 7:
                return random.nextInt(3) == 0 ? stopped() : lifted();
            case 8:
                return asked();
            case 9:
                Script script = SCRIPTS.get(random.nextInt(SCRIPTS.size()));
                at.gate.next(script);
                return "the service will answer " + script;
            case 10:
                at.business.pass(Duration.ofHours(random.nextInt(72)));
                at.wall.pass(Duration.ofSeconds(31));
                return "time passes";
            default:
                return lifted();
        }
    }

    private String opened(String ring) {
        OpenResult result = at.open(ring);
        pilotDone &= !"pilot".equals(ring) || result.outcome() != OpenResult.Outcome.OPEN;
        if (result.outcome() == OpenResult.Outcome.OPEN) {
            int sent = at.gate.sent().size();
            String ledger = ledger();
            assertThat(at.open(ring).outcome()).as("a job that runs twice").isIn(OpenResult.Outcome.OPEN, OpenResult.Outcome.LATER);
            assertThat(at.gate.sent()).as("a job that runs twice sends nothing").hasSize(sent);
            assertThat(ledger()).as("and leaves the ledger alone").isEqualTo(ledger);
        }
        return "open " + ring + ": " + result.outcome();
    }

    private String ledger() {
        return at.jdbc.queryForList("select natural_key || ' ' || state || ' ' || attempts from hotpatch.graph_write order by id", String.class).toString();
    }

    /** A verdict on each opened ring, wherever the token stands; a person answers some of them, and somebody moves the token on. */
    private String judged() {
        StringBuilder what = new StringBuilder();
        for (RingView ring : at.rings.of(RolloutFixture.CYCLE)) {
            if (ring.everOpened()) {
                Verdict verdict = Verdict.values()[random.nextInt(Verdict.values().length)];
                boolean person = random.nextInt(2) == 0;
                at.rings.judge(RolloutFixture.CYCLE, ring.name(), verdict, "generated", at.rings.figures(RolloutFixture.CYCLE, ring.name()));
                if (person) {
                    at.rings.override(RolloutFixture.CYCLE, ring.name(), "release.manager");
                }
                at.rings.move(RolloutFixture.CYCLE, ring.name(), RingState.PASSED, null);
                pilotDone = "pilot".equals(ring.name()) ? person || verdict == Verdict.PROCEED : pilotDone;
                what.append(ring.name()).append(' ').append(verdict).append(person ? " overruled" : "").append("; ");
            }
        }
        return "judged " + what;
    }

    private String stopped() {
        at.cycles.halt(RolloutFixture.CYCLE, "generated", "somebody");
        at.inEngineTransaction(() -> at.cycles.suspendAll(RolloutFixture.CYCLE));
        pilotDone = false;
        return "stop";
    }

    private String lifted() {
        return at.jdbc.update("update hotpatch.halt set lifted_at = ?, lifted_by = 'change.manager' where lifted_at is null", at.now()) + " stops lifted";
    }

    private String asked() {
        boolean approve = random.nextInt(3) > 0;
        at.approve(approve ? "APPROVE" : "REJECT", random.nextInt(4) > 0 ? "plan" : "another plan", Duration.ofDays(1 + random.nextInt(10)));
        return approve ? "approved" : "rejected";
    }
}
