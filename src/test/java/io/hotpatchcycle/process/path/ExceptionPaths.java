package io.hotpatchcycle.process.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotpatchcycle.approval.ExemptionView;
import io.hotpatchcycle.approval.Exemptions;
import io.hotpatchcycle.approval.Rule;
import io.hotpatchcycle.approval.Substitutes;
import io.hotpatchcycle.fleet.VisibleRings;
import io.hotpatchcycle.process.ExceptionStarts;
import io.hotpatchcycle.process.path.CycleDriver.Person;
import io.hotpatchcycle.ring.Rings;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.impl.form.validator.FormFieldValidationException;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Exemptions and waivers: asked for, granted by somebody else, in force until they end, and put before people again. */
abstract class ExceptionPaths extends Scenario {

    @AfterEach
    void endAllExemptions() {
        jdbc().update("update hotpatch.exemption set state = 'EXPIRED' where state = 'GRANTED'");
        program.writeFreeze("");
    }

    private JdbcTemplate jdbc() {
        return program.bean(JdbcTemplate.class);
    }

    private Exemptions exemptions() {
        return program.bean(Exemptions.class);
    }

    private long ask(String scope, String target, Duration until) {
        return program.bean(ExceptionStarts.class).start(given(scope, target, driver.now().plus(until)), "release.manager");
    }

    private static Map<String, Object> given(String scope, String target, Instant until) {
        return new HashMap<>(Map.of("exemptionScope", scope, "exemptionTarget", target, "exemptionReason", "runs the till",
                "compensatingControl", "no network but the till's", "expiresOn", until.toString()));
    }

    private String deviceIn(String cycle, String ring) {
        return jdbc().queryForObject("select device_id from hotpatch.plan_device where cycle_id = ? and ring = ? and population = 'ACTIVE' "
                + "and object_id is not null order by 1 limit 1", String.class, cycle, ring);
    }

    private long members(String unit, String device) {
        String objectId = jdbc().queryForObject("select object_id from hotpatch.device where id = ?", String.class, device);
        long[] found = {0};
        program.sandbox().get("/v1.0/groups/" + program.sandbox().groupOf(unit) + "/members?$top=999").path("value")
                .forEach(m -> found[0] += m.path("id").asText().equals(objectId) ? 1 : 0);
        return found[0];
    }

    @Test
    void anExemptedDeviceLeavesItsGroupUntilTheExemptionEndsAndIsPutBeforePeopleAgain() {
        String cycle = openPilot();
        String device = deviceIn(cycle, "pilot");
        int controlled = cycles().rings(cycle).get(0).controlled();
        assertThat(members("pilot", device)).isEqualTo(1);
        long id = ask("DEVICE", device, Duration.ofDays(3));
        assertThat(members("pilot", device)).as("nothing is exempt before it is granted").isEqualTo(1);

        program.sandbox().fault("DELETE", "members", 503, 1);
        driver.complete(driver.task("approveException"), Person.CHANGE_MANAGER, Map.of("decision", "GRANT"));
        driver.until("it left the group", () -> members("pilot", device) == 0);
        assertThat(exemptions().get(id)).satisfies(e -> {
            assertThat(e.state()).isEqualTo("GRANTED");
            assertThat(e.decidedBy()).isEqualTo("change.manager");
        });
        driver.until("it is in force", () -> exemptions().get(id).appliedAt() != null);
        assertThat(cycles().rings(cycle).get(0).controlled()).isEqualTo(controlled - 1);

        Task ended = driver.task("renewException");
        assertThat(exemptions().get(id).state()).isEqualTo("EXPIRED");
        program.bean(io.hotpatchcycle.rollout.Rollouts.class).prepareUnits(cycle);
        assertThat(members("pilot", device)).as("ended: back in its group").isEqualTo(1);
        driver.pass(Duration.ofHours(30));
        assertThat(driver.open("renewException").getPriority()).as("escalated").isEqualTo(100);
        refused(ended, Person.RELEASE_MANAGER, Map.of("decision", "RENEW", "comment", "still needed"), "'expiresOn' must say when it ends");
        refused(ended, Person.RELEASE_MANAGER, Map.of("decision", "RENEW", "comment", "still needed", "expiresOn", "2020-01-01T00:00:00Z"), "between now and");
        refused(ended, Person.RELEASE_MANAGER, Map.of("decision", "RENEW", "expiresOn", driver.now().plus(Duration.ofDays(9)).toString()), "A comment is required for 'Renew'");
        driver.complete(ended, Person.RELEASE_MANAGER, Map.of("decision", "RENEW", "comment", "still needed", "expiresOn",
                driver.now().plus(Duration.ofDays(2)).toString()));
        Task again = driver.task("approveException");
        ExemptionView next = exemptions().list(VisibleRings.ALL, "somebody", 0, 1).get(0);
        assertThat(next.renews()).isEqualTo(id);
        assertThat(next.state()).as("a renewal is in force only when it is granted").isEqualTo("REQUESTED");
        driver.complete(again, Person.CHANGE_MANAGER, Map.of("decision", "GRANT"));
        driver.complete(driver.task("renewException"), Person.RELEASE_MANAGER, Map.of("decision", "LAPSE"));
        driver.run();
        assertThat(driver.open("approveException")).isNull();
    }

    @Test
    void whoAsksDoesNotGrantAndADeadlineGrantsNothing() {
        String cycle = openPilot();
        long id = program.bean(ExceptionStarts.class).start(given("DEVICE", deviceIn(cycle, "early"), driver.now().plus(Duration.ofDays(9))),
                "change.manager");
        Task task = driver.task("approveException");
        refused(task, Person.CHANGE_MANAGER, Map.of("decision", "GRANT"), Rule.REQUESTER.clause());
        refused(task, Person.CHANGE_MANAGER, Map.of("decision", "REFUSE", "comment", "mine"), "change.manager asked for exemption " + id);
        insteadOfChangeManager(task, Map.of("decision", "GRANT"), "business.owner, in the place of change.manager, must not answer 'Grant'");
        insteadOfChangeManager(task, Map.of("decision", "REFUSE", "comment", "his"), "not in the place of change.manager");
        driver.pass(Duration.ofHours(30));
        assertThat(driver.open("approveException").getPriority()).isEqualTo(100);
        assertThat(exemptions().get(id).state()).isEqualTo("REQUESTED");
        refused(task, Person.CAB_MEMBER, Map.of("decision", "REFUSE"), "A comment is required for 'Refuse'");
        driver.complete(task, Person.CAB_MEMBER, Map.of("decision", "REFUSE", "comment", "no"));
        driver.run();
        assertThat(exemptions().get(id).state()).isEqualTo("REFUSED");
        assertThat(exemptions().get(id).decidedBy()).isEqualTo("cab.member");
    }

    @Test
    void whoRenewsForSomebodyExcludesBothAndWhoAskedBefore() {
        String cycle = openPilot();
        long id = program.bean(ExceptionStarts.class).start(given("DEVICE", deviceIn(cycle, "early"), driver.now().plus(Duration.ofDays(3))), "cab.member");
        driver.complete(driver.task("approveException"), Person.CHANGE_MANAGER, Map.of("decision", "GRANT"));
        Task ended = driver.task("renewException");
        Map<String, Object> renew = Map.of("decision", "RENEW", "comment", "still needed", "expiresOn", driver.now().plus(Duration.ofDays(2)).toString());
        driver.engine().getIdentityService().createMembership("change.manager", "release-managers");
        Substitutes substitutes = program.bean(Substitutes.class);
        long named = substitutes.name("change.manager", "business.owner", null, driver.now().plus(Duration.ofHours(2)), "on leave", "change.manager").id();
        try {
            driver.complete(ended, "business.owner", List.of("business-owners", "release-managers"), renew);
        } finally {
            substitutes.end(named, "change.manager");
            driver.engine().getIdentityService().deleteMembership("change.manager", "release-managers");
        }
        Task again = driver.task("approveException");
        assertThat(exemptions().list(VisibleRings.ALL, "somebody", 0, 1).get(0)).satisfies(next -> {
            assertThat(next.renews()).isEqualTo(id);
            assertThat(next.requestedBy()).isEqualTo("business.owner");
            assertThat(next.requestedFor()).isEqualTo("change.manager");
        });
        assertThat(driver.engine().getTaskService().getVariable(again.getId(), "shown").toString()).contains("business.owner in the place of change.manager",
                "Anybody of the group but business.owner and cab.member and change.manager");
        refused(again, Person.CHANGE_MANAGER, Map.of("decision", "GRANT"), Rule.REQUESTER.clause());
        refused(again, Person.CHANGE_MANAGER, Map.of("decision", "REFUSE", "comment", "no"), "change.manager asked for exemption");
        driver.pass(Duration.ofHours(30));
        refused(again, Person.CAB_MEMBER, Map.of("decision", "GRANT"), Rule.REQUESTER.clause());
        driver.complete(again, "change.deputy", List.of("change-managers"), Map.of("decision", "REFUSE", "comment", "not again"));
        driver.run();
        assertThat(driver.open("approveException")).isNull();
    }

    @Test
    void aPlanCountsWhoIsExemptedAndAnExemptedRingIsNotOpened() {
        String first = openPilot();
        String device = deviceIn(first, "pilot");
        grant(ask("DEVICE", device, Duration.ofDays(200)));
        grant(ask("RING", "early", Duration.ofDays(100)));
        driver.clear();
        String cycle = driver.publishHotpatch();
        driver.task("approveChange");
        assertThat(program.bean(Rings.class).counts(cycle).exempted()).isGreaterThan(1);
        assertThat(jdbc().queryForObject("select uncontrolled_why from hotpatch.plan_device where cycle_id = ? and device_id = ?", String.class, cycle,
                device)).isEqualTo("EXEMPTED");
        assertThat(jdbc().queryForObject("select count(*) from hotpatch.plan_device where cycle_id = ? and ring = 'early'", Integer.class, cycle)).isZero();
        driver.answer("approveChange", "APPROVE");
        driver.agreeingRestartsUntil("the pilot ring is open", () -> ringIsOpen(cycle, "pilot"));
        assertThat(members("pilot", device)).isZero();
        assertThat(program.bean(io.hotpatchcycle.rollout.Rollouts.class).refusal(cycle, "early")).get().asString().contains("exempted until");
    }

    private void grant(long id) {
        driver.complete(driver.task("approveException"), Person.CHANGE_MANAGER, Map.of("decision", "GRANT"));
        driver.until("it is in force", () -> exemptions().get(id).appliedAt() != null || exemptions().get(id).scope().name().equals("RING"));
    }

    @Test
    void aRequestThatLacksSomethingStartsNothing() {
        String cycle = openPilot();
        Map<String, Object> good = given("DEVICE", deviceIn(cycle, "pilot"), driver.now().plus(Duration.ofDays(3)));
        bad(good, "exemptionScope", "EVERYBODY", "'exemptionScope' must be one of");
        bad(good, "exemptionTarget", "no-such-device", "There is no device 'no-such-device'");
        bad(good, "exemptionReason", "  ", "'reason' is missing");
        bad(good, "compensatingControl", null, "'compensatingControl' is missing");
        bad(good, "expiresOn", "soon", "must say when it ends");
        bad(good, "expiresOn", driver.now().minusSeconds(1).toString(), "between now and 366 days");
        bad(good, "expiresOn", driver.now().plus(Duration.ofDays(400)).toString(), "between now and 366 days");
        assertThat(driver.engine().getRuntimeService().createProcessInstanceQuery().processDefinitionKey("exception-request").count()).isZero();
    }

    private void bad(Map<String, Object> good, String name, Object value, String sentence) {
        Map<String, Object> given = new HashMap<>(good);
        given.put(name, value);
        assertThatThrownBy(() -> program.bean(ExceptionStarts.class).start(given, "release.manager")).hasStackTraceContaining(sentence)
                .isInstanceOf(FormFieldValidationException.class);
    }

    private void refused(Task task, Person person, Map<String, Object> variables, String sentence) {
        assertThatThrownBy(() -> driver.complete(task, person, variables)).isInstanceOf(FormFieldValidationException.class).hasMessageContaining(sentence);
    }
}
