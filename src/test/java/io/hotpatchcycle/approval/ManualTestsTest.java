package io.hotpatchcycle.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotpatchcycle.rollout.RolloutFixture;
import java.sql.Timestamp;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who tests a ring by hand is somebody else, before its gate, and overrides nothing afterwards. */
class ManualTestsTest {

    private static final String CYCLE = RolloutFixture.CYCLE;

    private final RolloutFixture fixture = new RolloutFixture();
    private final Separation separation = new Separation(new SeparationRows(fixture.jdbc), set -> Set.of("model.admin"));
    private final ManualTests tests = new ManualTests(new ManualTestRows(fixture.jdbc), separation, fixture.trail, fixture.business, fixture.wall);

    @AfterEach
    void close() {
        fixture.close();
    }

    private ManualTests.Test sign(String ring, String result, String person, String... groups) {
        return tests.sign(CYCLE, ring, "Printing", result, "Three printers", new Decider(person, List.of(groups), null, null));
    }

    @Test
    void aTestIsKeptAndItsTesterIsExcludedFromOverridingTheGate() {
        assertThat(sign("pilot", "PASSED", "tester").passed()).isTrue();
        assertThat(sign("pilot", "FAILED", "tester").passed()).isFalse();
        assertThat(tests.of(CYCLE)).extracting(t -> t.ring() + " " + t.passed() + " " + t.by()).containsExactly("pilot true tester", "pilot false tester");
        assertThat(separation.excluded(Subject.RING, CYCLE)).containsEntry("tester", Rule.TESTER);
        assertThat(separation.excluded(Subject.AFTERWARDS, CYCLE)).containsEntry("tester", Rule.TESTER);
        assertThat(fixture.jdbc.queryForObject("select count(*) from hotpatch.event where type = 'manualTest.signed' and cycle_id = ?", Long.class, CYCLE)).isEqualTo(2);
    }

    @Test
    void whoApprovedChangedTheModelsOrAuditsTestsNothing() {
        fixture.jdbc.update("insert into hotpatch.approval (cycle_id, ring, subject, task_id, shown, shown_hash, asked, requested_at, decision, decided_by, comment, decided_at) "
                + "values (?, null, 'CHANGE', 'own', '{}', 'h', 'change-managers', ?, 'APPROVE', 'approver', '', ?)", CYCLE, now(), now());
        assertThatThrownBy(() -> sign("pilot", "PASSED", "approver")).isInstanceOf(DecisionRefused.class).hasMessageContaining(Rule.APPROVER.clause())
                .extracting(e -> ((DecisionRefused) e).kind()).isEqualTo(DecisionRefused.Kind.PERSON);
        assertThatThrownBy(() -> sign("pilot", "PASSED", "model.admin")).hasMessageContaining(Rule.MODEL_EDITOR.clause());
        assertThatThrownBy(() -> sign("pilot", "PASSED", "auditor", "auditors")).hasMessageContaining(Rule.AUDITOR.clause());
        assertThat(tests.of(CYCLE)).isEmpty();
    }

    @Test
    void nothingIsSignedOfARingThatIsThroughItsGateOrUnknownOrWithoutAResult() {
        fixture.jdbc.update("update hotpatch.ring set state = 'PASSED' where cycle_id = ? and name = 'pilot'", CYCLE);
        assertThatThrownBy(() -> sign("pilot", "PASSED", "tester")).hasMessageContaining("is through its gate")
                .extracting(e -> ((DecisionRefused) e).kind()).isEqualTo(DecisionRefused.Kind.STATE);
        assertThatThrownBy(() -> sign("none", "PASSED", "tester")).hasMessageContaining("has no ring 'none'")
                .extracting(e -> ((DecisionRefused) e).kind()).isEqualTo(DecisionRefused.Kind.INPUT);
        assertThatThrownBy(() -> sign("early", "GOOD", "tester")).hasMessageContaining("must be PASSED or FAILED");
        assertThat(tests.of(CYCLE)).isEmpty();
    }

    private Timestamp now() {
        return Timestamp.from(fixture.business.instant());
    }
}
