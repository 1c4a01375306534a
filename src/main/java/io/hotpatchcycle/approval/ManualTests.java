package io.hotpatchcycle.approval;

import io.hotpatchcycle.audit.Trail;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tests by hand that somebody signs for a ring, before its gate lets the next one follow. Who tests is neither who asked for the change, nor who changed
 * the models, overrode a gate or approved; and who tested overrides no gate and judges nothing afterwards.
 */
public final class ManualTests {

    private static final int MAX_WHAT = 200;
    private static final Set<String> OVER = Set.of("PASSED", "SUPERSEDED", "ROLLED_BACK");

    private final ManualTestRows rows;
    private final Separation separation;
    private final Trail trail;
    private final Clock businessClock;
    private final Clock wallClock;

    public ManualTests(ManualTestRows rows, Separation separation, Trail trail, Clock businessClock, Clock wallClock) {
        this.rows = rows;
        this.separation = separation;
        this.trail = trail;
        this.businessClock = businessClock;
        this.wallClock = wallClock;
    }

    /** One test as it was signed. */
    public record Test(String cycleId, String ring, String what, boolean passed, String note, String by, Instant at) {
    }

    /** Tests of a cycle, in the order in which they were signed. */
    public List<Test> of(String cycleId) {
        return rows.of(cycleId);
    }

    /**
     * Signs a test.
     *
     * @param result {@code PASSED} or {@code FAILED}
     * @throws DecisionRefused when something is missing, the ring is through its gate, or a rule excludes the person
     */
    public Test sign(String cycleId, String ring, String what, String result, String note, Decider person) {
        String tested = GivenText.read("what", what, MAX_WHAT);
        String seen = GivenText.read("note", note);
        if (!"PASSED".equals(result) && !"FAILED".equals(result)) {
            throw new DecisionRefused("'result' must be PASSED or FAILED, not '" + result + "'. Nothing was signed.");
        }
        String name = ring == null ? "" : ring;
        String state = rows.ringState(cycleId, name).orElseThrow(() -> new DecisionRefused("Cycle " + cycleId + " has no ring '" + name + "'. Nothing was signed."));
        if (OVER.contains(state)) {
            throw new DecisionRefused(DecisionRefused.Kind.STATE, "Ring " + name + " of cycle " + cycleId + " is through its gate (" + state + "); a test is signed before. Nothing was signed.");
        }
        List<Separation.Finding> findings = separation.holdTester(cycleId, person);
        findings.stream().filter(Separation.Finding::broken).findFirst().ifPresent(broken -> {
            throw new DecisionRefused(broken.rule(), person.id() + " cannot sign a test of cycle " + cycleId + ": " + broken.rule().clause()
                    + ", and a tester is somebody else. Ask somebody else. Nothing was signed.");
        });
        Test test = new Test(cycleId, name, tested, "PASSED".equals(result), seen, person.id(), businessClock.instant());
        rows.sign(test, Approvals.json(findings.stream().map(Separation.Finding::stored).toList()), wallClock.instant());
        trail.person(person.id(), "manualTest.signed", cycleId, name, Map.of("what", tested, "result", result, "note", seen));
        return test;
    }
}
