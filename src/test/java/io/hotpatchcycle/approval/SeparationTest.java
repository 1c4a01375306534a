package io.hotpatchcycle.approval;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.rollout.RolloutFixture;
import java.sql.Timestamp;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule against each question: whom it excludes where it holds, and that it excludes nobody where it does not. */
class SeparationTest {

    private static final String CYCLE = RolloutFixture.CYCLE;
    private static final Set<Rule> ALWAYS = EnumSet.of(Rule.AUTOMATION, Rule.AUDITOR);
    /** What holds beside these; written down anew, so that a rule that is lost is missed. */
    private static final Map<Subject, Set<Rule>> EXPECTED = Map.ofEntries(
            Map.entry(Subject.CHANGE, EnumSet.of(Rule.REQUESTER, Rule.MODEL_EDITOR, Rule.OVERRIDER, Rule.ONE_LEVEL)),
            Map.entry(Subject.AFTERWARDS, EnumSet.of(Rule.REQUESTER, Rule.MODEL_EDITOR, Rule.OVERRIDER, Rule.ONE_LEVEL, Rule.TESTER)),
            Map.entry(Subject.RING, EnumSet.of(Rule.MODEL_EDITOR, Rule.APPROVER, Rule.TESTER)),
            Map.entry(Subject.STOP, EnumSet.of(Rule.MODEL_EDITOR, Rule.OVERRIDER, Rule.STOPPER)),
            Map.entry(Subject.RESTART, EnumSet.noneOf(Rule.class)),
            Map.entry(Subject.EMERGENCY, EnumSet.of(Rule.REQUESTER, Rule.MODEL_EDITOR, Rule.OVERRIDER)),
            Map.entry(Subject.RELEASE, EnumSet.of(Rule.MODEL_EDITOR)),
            Map.entry(Subject.EXEMPTION, EnumSet.of(Rule.REQUESTER, Rule.MODEL_EDITOR, Rule.OVERRIDER)),
            Map.entry(Subject.RENEWAL, EnumSet.noneOf(Rule.class)),
            Map.entry(Subject.ROLL_BACK, EnumSet.of(Rule.REQUESTER, Rule.MODEL_EDITOR, Rule.OVERRIDER)),
            Map.entry(Subject.RELEASE_RISK, EnumSet.of(Rule.DECLINER, Rule.MODEL_EDITOR, Rule.OVERRIDER)));

    private static RolloutFixture fixture;
    private static Separation separation;

    /** Everybody did one thing, and is called after the rule that is about it. */
    @BeforeAll
    static void everybodyDidOneThing() {
        fixture = new RolloutFixture();
        separation = new Separation(new SeparationRows(fixture.jdbc), set -> set.equals("moved-to") ? Set.of("MODEL_EDITOR") : Set.of("model.editor.of.before"));
        fixture.jdbc.update("update hotpatch.cycle set model_set = 'began-on', kind_decided_by = 'REQUESTER' where id = ?", CYCLE);
        fixture.trail.system("instance.migrated", CYCLE, null, Map.of("modelSet", "moved-to"));
        fixture.jdbc.update("update hotpatch.ring set overridden_by = 'OVERRIDER' where cycle_id = ? and name = 'pilot'", CYCLE);
        decided("CHANGE", "APPROVE", "APPROVER");
        decided("AFTERWARDS", "APPROVE", "APPROVER");
        decided("STOP", "ABANDON", "DECLINER");
        fixture.cycles.halt(CYCLE, "printers", "STOPPER");
        fixture.jdbc.update("insert into hotpatch.manual_test (cycle_id, ring, what, result, note, tested_by, tested_at, tested_wall, rules) "
                + "values (?, 'pilot', 'w', 'PASSED', 'n', 'TESTER', ?, ?, '[]')", CYCLE, now(), now());
        long waiver = fixture.jdbc.queryForObject("insert into hotpatch.exemption (scope, target, reason, compensating_control, expires_at, state, requested_by, requested_at) "
                + "values ('FREEZE', ?, 'r', 'c', ?, 'REQUESTED', 'REQUESTER', ?) returning id", Long.class, CYCLE, now(), now());
        fixture.jdbc.update("insert into hotpatch.roll_back (cycle_id, ring, reason, requested_by, requested_at, devices, effective, state) "
                + "values (?, 'pilot', 'r', 'REQUESTER', ?, 1, 1, 'REQUESTED')", CYCLE, now());
        for (Subject subject : Subject.values()) {
            boolean exemption = subject == Subject.EXEMPTION || subject == Subject.RENEWAL;
            fixture.jdbc.update("insert into hotpatch.approval (cycle_id, ring, subject, task_id, shown, shown_hash, asked, requested_at, exemption_id) "
                    + "values (?, ?, ?, ?, '{}', 'h', 'g', ?, ?)", exemption ? null : CYCLE, subject == Subject.ROLL_BACK || subject == Subject.RING ? "pilot" : null, subject.name(),
                    "ask " + subject, now(), exemption ? waiver : null);
        }
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    private static Timestamp now() {
        return Timestamp.from(fixture.business.instant());
    }

    private static void decided(String subject, String decision, String person) {
        fixture.jdbc.update("insert into hotpatch.approval (cycle_id, subject, task_id, shown, shown_hash, asked, requested_at, decision, decided_by, decided_at) "
                + "values (?, ?, gen_random_uuid()::text, '{}', 'h', 'g', ?, ?, ?, ?)", CYCLE, subject, now(), decision, person, now());
    }

    static Stream<Arguments> each() {
        return Stream.of(Subject.values()).flatMap(subject -> Stream.of(Rule.values()).map(rule -> Arguments.of(subject, rule)));
    }

    /** Who did what the rule is about; who approved one level of a change is who did what two rules are about. */
    private static Decider whoBreaks(Rule rule) {
        return switch (rule) {
            case AUTOMATION -> new Decider("hotpatch-cycle", List.of(), null, null);
            case AUDITOR -> new Decider("somebody", List.of("auditors"), null, null);
            case ONE_LEVEL -> new Decider("APPROVER", List.of(), null, null);
            default -> new Decider(rule.name(), List.of(), null, null);
        };
    }

    @ParameterizedTest
    @MethodSource("each")
    void aRuleExcludesWhereItHoldsAndNowhereElse(Subject subject, Rule rule) {
        ApprovalView asked = new ApprovalRows(fixture.jdbc).find("ask " + subject).orElseThrow();
        boolean holds = ALWAYS.contains(rule) || EXPECTED.get(subject).contains(rule);
        for (String answer : subject.decisions()) {
            List<Rule> broken = separation.hold(asked, answer, whoBreaks(rule), null).stream().filter(Separation.Finding::broken).map(Separation.Finding::rule).toList();
            if (holds && subject.letsGoOn(answer)) {
                assertThat(broken).as("%s to %s", answer, subject).contains(rule);
            } else {
                assertThat(broken).as("%s to %s", answer, subject).doesNotContain(rule);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Subject.class)
    void aProgramThatSignsInForItselfLetsNothingGoOn(Subject subject) {
        ApprovalView asked = new ApprovalRows(fixture.jdbc).find("ask " + subject).orElseThrow();
        for (String how : List.of("client", "client azp=robot", "bearer azp=robot")) {
            Decider robot = new Decider("robot", List.of(), null, how);
            for (String answer : subject.decisions()) {
                assertThat(separation.hold(asked, answer, robot, null).stream().anyMatch(Separation.Finding::broken)).as("%s: %s to %s", how, answer, subject)
                        .isEqualTo(how.startsWith("client") && subject.letsGoOn(answer));
            }
        }
    }

    @Test
    void whoEditedTheSetACycleBeganOnIsStillExcluded() {
        assertThat(separation.excluded(Subject.CHANGE, CYCLE)).containsEntry("model.editor.of.before", Rule.MODEL_EDITOR).containsEntry("MODEL_EDITOR", Rule.MODEL_EDITOR);
    }

    @ParameterizedTest
    @EnumSource(Subject.class)
    void figuresOfEveryQuestionAreReadAgain(Subject subject) {
        assertThat(Figures.watched(subject)).isTrue();
        assertThat(Figures.changed(subject, Map.of(), Map.of())).isEmpty();
    }
}
