package io.hotpatchcycle.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotpatchcycle.cycle.CycleState;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.ring.RingState;
import io.hotpatchcycle.ring.RingView;
import io.hotpatchcycle.ring.Verdict;
import io.hotpatchcycle.rollout.ScriptedGate.Script;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Generated histories of people, time, devices and a service that misbehaves: whatever the order, no ring opens before the one before it; a stop ends by a
 * decision only; each device is counted once; every approval that was sent had its own by a person; and a job that runs twice changes nothing.
 */
class HistoryPropertiesTest {

    private static final int STEPS = 80;
    private static final int DEVICES = 6;
    private static final String[][] WORDS = {{"Success", "Installed", "UpdateInstalled"}, {"InProgress", "Installing", "DownloadStart"},
        {"InProgress", "Offering", "OfferReady"}, {"Error", "Installing", "InstallStart"}, {"", "", ""}};
    /** What a job may have changed, in one text. When it ran, and what the trail says of it, is no part of that. */
    private static final String EVERYTHING = Stream.of("cycle", "ring", "halt", "halt_joined", "approval", "graph_write", "stop_count", "stop_progress", "stop_open", "stop_gone",
            "stop_held", "stop_let_through", "stop_seen", "progress", "unit", "verdict").map(t -> "select '" + t + " ' || coalesce(string_agg(t::text, ' ' order by t::text), '') "
                + "from hotpatch." + t + " t").collect(Collectors.joining(" union all "));
    private static final List<Script> SCRIPTS = List.of(Script.LATER, Script.LATER_WITHOUT_TIME, Script.REFUSED, Script.LOST_BUT_THERE,
            Script.LOST_AND_ABSENT, Script.ACCEPTED_BUT_NOT_DONE);

    private static final List<CycleState> GOING_ON = List.of(CycleState.AWAITING_APPROVAL, CycleState.ROLLING_OUT, CycleState.HELD, CycleState.CLOSING);
    private static final Set<CycleState> STOPPED = EnumSet.of(CycleState.STOPPING, CycleState.STOPPED);

    private final List<String> history = new ArrayList<>();
    private long seed;
    private RolloutFixture at;
    private Random random;
    /** Whether the newest thing that was found of the pilot ring, or decided on it, since it opened lets the next one follow. */
    private boolean pilotDone;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void aHistoryKeepsItsPromises(long number) {
        seed = number;
        random = new Random(seed);
        try (RolloutFixture fixture = new RolloutFixture()) {
            at = fixture;
            IntStream.range(0, DEVICES).forEach(this::device);
            history.add(opened("pilot"));
            for (int step = 0; step < STEPS; step++) {
                at.business.pass(Duration.ofSeconds(1));
                Facts before = facts();
                int sent = at.gate.sent().size();
                String what = oneStep();
                history.add(what);
                List<String> calls = at.gate.sent().subList(sent, at.gate.sent().size());
                assertThat(broken(before, facts(), calls)).as("seed %s, after %s, which sent %s", seed, history, calls).isNull();
                assertThat(brokenFigures()).as("seed %s, after %s", seed, history).isEmpty();
            }
            assertThat(at.gate.sent()).as("seed %s opened something", seed).anyMatch(c -> c.startsWith("approve"));
        }
    }

    private void device(int number) {
        at.jdbc.update("insert into hotpatch.device (id, name, line, build, ubr, edition, cpu, chpe, join_type, management, last_check_in, received_at) "
                + "values (?, ?, 'WINDOWS_11', 26100, 1, 'E', 'X64', 'OFF', 'ENTRA', 'INTUNE', ?, ?)", "d" + number, "PC-" + number, at.now(), at.now());
        at.jdbc.update("insert into hotpatch.progress (cycle_id, device_id, ring, last_check_in) values (?, ?, 'pilot', ?)", RolloutFixture.CYCLE, "d" + number, at.now());
    }

    /** What the guard must know. */
    private record Facts(boolean halted, boolean approved, boolean pilotDone, CycleState state) {
    }

    private Facts facts() {
        Map<String, Object> row = at.jdbc.queryForMap("""
                select exists (select 1 from hotpatch.halt where lifted_at is null) as halted,
                    (select decision = 'APPROVE' and plan_hash = 'plan' and expires_at > ? from hotpatch.approval where subject = 'CHANGE'
                        order by id desc limit 1) as approved
                """, at.now());
        return new Facts(Boolean.TRUE.equals(row.get("halted")), Boolean.TRUE.equals(row.get("approved")), pilotDone,
                at.cycles.get(RolloutFixture.CYCLE).state());
    }

    private static String broken(Facts before, Facts after, List<String> calls) {
        if (after.halted() && !STOPPED.contains(after.state())) {
            return "the cycle is " + after.state() + " in a stop";
        }
        boolean opens = calls.stream().anyMatch(c -> c.startsWith("approve"));
        if (opens && before.halted()) {
            return "something opened in a stop";
        }
        if (opens && !before.approved()) {
            return "something opened without an approval in force";
        }
        return calls.contains("approve early") && !before.pilotDone() ? "ring 'early' opened before 'pilot' had passed" : null;
    }

    /** What does not add up: devices that are counted twice or not at all, and approvals that were sent without one of a person, in a stop, or beside the ledger. */
    private List<String> brokenFigures() {
        List<String> found = new ArrayList<>();
        at.cycles.stopCount(RolloutFixture.CYCLE).rings().stream().filter(r -> "pilot".equals(r.name())).filter(r -> r.devices() != DEVICES
                || r.before() + r.outOfReach() + r.committed() + r.notSeen() + r.notHeld() + r.offline() + r.installedAfter() != DEVICES).forEach(r -> found.add(r.toString()));
        found.addAll(at.jdbc.queryForList("""
                select w.natural_key || ' was sent without an approval in force' from hotpatch.graph_write w where w.kind = 'APPROVE' and not coalesce((
                    select a.decision = 'APPROVE' and a.plan_hash = 'plan' and a.expires_at > w.intended_at from hotpatch.approval a
                    where a.subject = 'CHANGE' and a.decided_at <= w.intended_at order by a.id desc limit 1), false)
                union all
                select w.natural_key || ' was sent in a stop' from hotpatch.graph_write w join hotpatch.halt h on h.requested_at <= w.intended_at
                    and (h.lifted_at is null or h.lifted_at > w.intended_at) where w.kind = 'APPROVE'
                """, String.class));
        int told = at.jdbc.queryForObject("select coalesce(sum(attempts), 0) from hotpatch.graph_write where kind = 'APPROVE'", Integer.class);
        long sent = at.gate.sent().stream().filter(c -> c.startsWith("approve")).count();
        if (told != sent) {
            found.add(sent + " approvals were sent, the ledger tells of " + told);
        }
        return found;
    }

    /** As after a crash before the engine's own transaction: the same job once more, where nothing is left to be tried again. */
    private void twice(String what, Supplier<Object> job) {
        if (at.gate.scripted()) {
            return;
        }
        int sent = at.gate.sent().size();
        List<String> before = at.jdbc.queryForList(EVERYTHING, String.class);
        Object ignored = at.inEngineTransaction(job);
        assertThat(at.gate.sent()).as("seed %s, after %s: %s a second time sends nothing", seed, history, what).hasSize(sent);
        assertThat(at.jdbc.queryForList(EVERYTHING, String.class)).as("seed %s, after %s: %s a second time (%s) changes nothing", seed, history, what, ignored).isEqualTo(before);
    }

    private String oneStep() {
        switch (random.nextInt(17)) {
            case 0, 1, 2:
                return opened("pilot");
            case 3, 4:
                return opened("early");
            case 5, 6:
                return judged();
            case 7:
                return random.nextInt(2) == 0 ? stopped() : lifted();
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
            case 11:
                return looked();
            case 12:
                at.gate.approveByHand("pilot");
                return "somebody approves 'pilot' in Intune";
            case 13:
                return deviceSpoke();
            case 14, 15:
                CycleState wanted = GOING_ON.get(random.nextInt(GOING_ON.size()));
                at.inEngineTransaction(() -> {
                    at.cycles.move(RolloutFixture.CYCLE, wanted);
                    return null;
                });
                return "a token is moved to where the cycle would be " + wanted;
            default:
                return lifted();
        }
    }

    private String opened(String ring) {
        OpenResult result = at.open(ring);
        pilotDone &= !"pilot".equals(ring) || result.outcome() != OpenResult.Outcome.OPEN;
        if (result.outcome() == OpenResult.Outcome.OPEN) {
            twice("open " + ring, () -> at.rollouts.open(RolloutFixture.CYCLE, ring, RolloutFixture.ITEM).outcome());
        }
        return "open " + ring + ": " + result.outcome();
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
        boolean reached = at.inEngineTransaction(() -> at.cycles.suspendAll(RolloutFixture.CYCLE));
        pilotDone = false;
        if (reached) {
            twice("stop", () -> at.cycles.suspendAll(RolloutFixture.CYCLE));
        }
        return "stop: " + reached;
    }

    /** The stop is read back, as it is until a person decides. What it calls held reads so. */
    private String looked() {
        if (!halted()) {
            return "no stop to look at";
        }
        Cycles.StopProgress progress = at.inEngineTransaction(() -> at.cycles.verifyStop(RolloutFixture.CYCLE, Optional.empty()));
        if (progress.held()) {
            assertThat(at.gate.approval("pilot")).as("seed %s, after %s: a stop that holds", seed, history).isNotEqualTo("approved");
            twice("a look at the stop", () -> at.cycles.verifyStop(RolloutFixture.CYCLE, Optional.empty()));
        }
        return "looked: " + progress;
    }

    private boolean halted() {
        return at.cycles.get(RolloutFixture.CYCLE).haltReason() != null;
    }

    private String deviceSpoke() {
        String id = "d" + random.nextInt(DEVICES);
        String[] said = WORDS[random.nextInt(WORDS.length)];
        Instant now = at.business.instant();
        at.jdbc.update("update hotpatch.progress set last_check_in = ? where device_id = ?", at.now(), id);
        at.reported.removeIf(i -> i.deviceId().equals(id));
        at.reported.add(new InstallReports.Install(id, said[0], said[2], null, now, said[1], now));
        if (random.nextInt(3) == 0) {
            at.jdbc.update("update hotpatch.progress set outcome = 'EFFECTIVE_HOTPATCH', effective_at = ? where device_id = ? and effective_at is null", at.now(), id);
        }
        return id + " says " + said[2];
    }

    /** Without a decision of a second person, or with one. */
    private String lifted() {
        if (!halted()) {
            return "no stop to lift";
        }
        if (random.nextInt(2) == 0) {
            assertThatThrownBy(() -> at.inEngineTransaction(() -> at.cycles.liftHalt(RolloutFixture.CYCLE))).as("seed %s, after %s", seed, history)
                    .isInstanceOf(IllegalStateException.class);
            return "a token is moved behind the stop";
        }
        at.resume("change.manager");
        return "the stop is lifted";
    }

    private String asked() {
        boolean approve = random.nextInt(3) > 0;
        at.approve(approve ? "APPROVE" : "REJECT", random.nextInt(4) > 0 ? "plan" : "another plan", Duration.ofDays(1 + random.nextInt(10)));
        return approve ? "approved" : "rejected";
    }
}
