package io.hotpatchcycle.process.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotpatchcycle.approval.Approvals;
import io.hotpatchcycle.cycle.CycleState;
import io.hotpatchcycle.cycle.Shown;
import io.hotpatchcycle.fleet.VisibleRings;
import io.hotpatchcycle.process.model.PatchCycleModel;
import io.hotpatchcycle.ring.RingState;
import io.hotpatchcycle.rollout.Rollouts;
import io.hotpatchcycle.rollout.StopCount;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.impl.form.validator.FormFieldValidationException;
import org.camunda.bpm.engine.runtime.Incident;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Stops, whichever way they come, and what people make of them. */
abstract class StoppingPaths extends Scenario {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String SUSPEND = "\"suspend\"";

    @Test
    void aStopByMessageSuspendsTheOpenRingAndAResumeOpensItAgain() {
        String cycle = openPilot();
        long suspensions = program.sandbox().writesLike(SUSPEND);
        assertThat(running().halt(cycle, "printers fail", "release.manager")).isTrue();
        assertThat(running().halt(cycle, "screens too", "cab.member")).as("a second stop joins the first").isFalse();
        assertThat(driver.engine().getTaskService().getVariable(driver.task("resolveStop").getId(), "ringName")).as("the whole cycle is no ring's").isNull();
        assertThat(program.bean(Approvals.class).of(cycle)).filteredOn(a -> a.decision() == null).singleElement()
                .satisfies(a -> assertThat(a.shown()).contains("printers fail", "screens too", "Anybody of the group but release.manager and cab.member"));
        assertThatCycle(cycle).is(CycleState.STOPPED).hasRing("pilot", RingState.SUSPENDED).waitsFor("resolveStop");
        assertThat(program.sandbox().writesLike(SUSPEND) - suspensions).as("suspensions written").isEqualTo(1);
        deadlineRemindsAndEscalates(cycle, "resolveStop", "cab", Duration.ofHours(30));
        assertThatCycle(cycle).is(CycleState.STOPPED);

        driver.answer("resolveStop", "RESUME");
        driver.agreeingRestartsUntil("the pilot ring has passed", () -> cycles().rings(cycle).get(0).state() == RingState.PASSED);
        assertThat(driver.cycle(cycle).haltReason()).isNull();
        driver.agreeingRestartsUntil("the cycle is done", () -> driver.ended(cycle));
        assertThatCycle(cycle).hasEnded(CycleState.CLOSED).wasAnswered("APPROVE", "RESUME", "AGREE");
    }

    @Test
    void aStopThatIsOnlyARowIsMetByTheNextStep() {
        String cycle = openPilot();
        cycles().halt(cycle, "only the row", "release.manager");
        driver.task("resolveStop");
        assertThatCycle(cycle).is(CycleState.STOPPED).hasRing("pilot", RingState.SUSPENDED);
        driver.answer("resolveStop", "ABANDON");
        driver.until("the cycle has ended", () -> driver.ended(cycle));
        assertThatCycle(cycle).hasEnded(CycleState.ABANDONED).hasRing("early", RingState.SUPERSEDED).wasAnswered("APPROVE", "ABANDON");
        assertThatThrownBy(() -> running().halt(cycle, "too late", "release.manager")).hasMessageContaining("has ended");
    }

    @Test
    void aStopThatMeetsAJobOfTheSameInstanceArrivesAllTheSame() {
        String cycle = openPilot();
        JdbcTemplate jdbc = program.owner();
        // the engine finds its rows changed by somebody else, twice
        jdbc.execute("create sequence public.meetings");
        jdbc.execute("grant usage on sequence public.meetings to public");
        jdbc.execute("create function public.meet() returns trigger language plpgsql as $$ begin if nextval('public.meetings') <= 2 then return null; end if; "
                + "return new; end $$");
        jdbc.execute("create trigger meet before update on public.act_ru_execution for each row execute function public.meet()");
        try {
            assertThat(running().halt(cycle, "printers fail", "release.manager")).isTrue();
            assertThat(jdbc.queryForObject("select last_value from public.meetings", Long.class)).as("met somebody").isGreaterThan(2);
        } finally {
            jdbc.execute("drop function public.meet cascade");
            jdbc.execute("drop sequence public.meetings");
        }
        driver.task("resolveStop");
        assertThatCycle(cycle).is(CycleState.STOPPED).hasRing("pilot", RingState.SUSPENDED);
    }

    @Test
    void aStopThatIsNotYetTrueIsNotCalledOne() {
        String cycle = openPilot();
        running().halt(cycle, "printers fail", "release.manager");
        driver.run();
        assertThatCycle(cycle).is(CycleState.STOPPING);
        Map<String, Object> shown = program.bean(Shown.class).stop(cycle);
        assertThat(shown.get("headline").toString()).endsWith("is being stopped");
        assertThat(shown.get("stopLead").toString()).startsWith("Being stopped, not yet true");
        driver.task("resolveStop");
        assertThat(program.bean(Shown.class).stop(cycle).get("headline").toString()).endsWith("is stopped");
    }

    @Test
    void aMessageWithoutARowStopsAsWell() {
        String cycle = openPilot();
        driver.engine().getRuntimeService().createMessageCorrelation(PatchCycleModel.Messages.HALT_REQUESTED)
                .processInstanceBusinessKey(cycle).correlateAll();
        driver.task("resolveStop");
        assertThatCycle(cycle).is(CycleState.STOPPED);
        assertThat(driver.cycle(cycle).haltReason()).isNotBlank();
    }

    @Test
    void aMessageIsKeptWithWhoSentItAndHeDoesNotResolveTheStop() {
        String cycle = openPilot();
        driver.engine().getIdentityService().setAuthentication("change.manager", List.of("camunda-admin", "change-managers"));
        try {
            driver.engine().getRuntimeService().createMessageCorrelation(PatchCycleModel.Messages.HALT_REQUESTED).processInstanceBusinessKey(cycle)
                    .setVariable("haltReason", "screens stay black").correlateWithResult();
        } finally {
            driver.engine().getIdentityService().clearAuthentication();
        }
        assertThat(driver.cycle(cycle).stopRequests()).singleElement().satisfies(r -> {
            assertThat(r.person()).isEqualTo("change.manager");
            assertThat(r.reason()).isEqualTo("screens stay black");
        });
        Task task = driver.task("resolveStop");
        assertThatThrownBy(() -> driver.complete(task, CycleDriver.Person.CHANGE_MANAGER, Map.of("decision", "RESUME", "comment", "mine")))
                .isInstanceOf(FormFieldValidationException.class).hasMessageContaining("who asked for the stop does not lift it");
        driver.completeAsOtherManager(task, Map.of("decision", "ABANDON", "comment", "yes"));
        driver.until("the cycle has ended", () -> driver.ended(cycle));
    }

    @Test
    void aMessageThatNamesTheCycleByAVariableIsKeptWithWhoSentIt() {
        String cycle = openPilot();
        asAdmin("change.manager", () -> driver.engine().getRuntimeService().createMessageCorrelation(PatchCycleModel.Messages.HALT_REQUESTED)
                .processInstanceVariableEquals("cycleId", cycle).setVariable("haltReason", "screens stay black").correlateAllWithResult());
        assertThat(driver.cycle(cycle).stopRequests()).singleElement().satisfies(r -> {
            assertThat(r.person()).isEqualTo("change.manager");
            assertThat(r.reason()).isEqualTo("screens stay black");
        });
        refusesOwn(cycle, "change.manager");
    }

    @Test
    void aMessageToWhomeverItConcernsIsKeptWithWhoSentIt() {
        String cycle = openPilot();
        asAdmin("change.manager", () -> driver.engine().getRuntimeService().createMessageCorrelation(PatchCycleModel.Messages.HALT_REQUESTED).correlateAll());
        assertThat(driver.cycle(cycle).stopRequests()).singleElement().satisfies(r -> assertThat(r.person()).isEqualTo("change.manager"));
        assertThat(stoppedBy(cycle)).containsExactly("change.manager");
        refusesOwn(cycle, "change.manager");
    }

    @Test
    void aMessageToTheStepThatWaitsForItIsKeptWithWhoSentIt() {
        String cycle = openPilot();
        String waiting = driver.engine().getRuntimeService().createEventSubscriptionQuery().eventName(PatchCycleModel.Messages.HALT_REQUESTED).singleResult().getExecutionId();
        asAdmin("change.manager", () -> driver.engine().getRuntimeService().messageEventReceived(PatchCycleModel.Messages.HALT_REQUESTED, waiting,
                Map.of("haltReason", "screens stay black")));
        assertThat(driver.cycle(cycle).stopRequests()).singleElement().satisfies(r -> {
            assertThat(r.person()).isEqualTo("change.manager");
            assertThat(r.reason()).isEqualTo("screens stay black");
        });
        assertThat(stoppedBy(cycle)).containsExactly("change.manager");
        refusesOwn(cycle, "change.manager");
    }

    @Test
    void aMessageToAStepThatDoesNotWaitForItStopsNothing() {
        String cycle = openPilot();
        String instance = driver.engine().getRuntimeService().createProcessInstanceQuery().processInstanceBusinessKey(cycle).rootProcessInstances().singleResult().getId();
        assertThatThrownBy(() -> asAdmin("change.manager", () -> driver.engine().getRuntimeService().messageEventReceived(PatchCycleModel.Messages.HALT_REQUESTED, instance)))
                .isInstanceOf(org.camunda.bpm.engine.ProcessEngineException.class);
        assertThat(driver.cycle(cycle).haltReason()).isNull();
        assertThat(stoppedBy(cycle)).isEmpty();
    }

    @Test
    void aTokenThatIsMovedToTheStopIsKeptAsTheStopOfWhoMovedIt() {
        String cycle = openPilot();
        String instance = driver.engine().getRuntimeService().createProcessInstanceQuery().processInstanceBusinessKey(cycle).rootProcessInstances().singleResult().getId();
        asAdmin("change.manager", () -> driver.engine().getRuntimeService().createProcessInstanceModification(instance)
                .cancelAllForActivity(PatchCycleModel.Elements.ROLL_OUT).startBeforeActivity(PatchCycleModel.Elements.SUSPEND_UNITS).execute());
        driver.run();
        assertThat(driver.cycle(cycle).stopRequests()).singleElement().satisfies(r -> {
            assertThat(r.person()).isEqualTo("change.manager");
            assertThat(r.reason()).contains("moving the cycle to its stop");
        });
        assertThat(stoppedBy(cycle)).containsExactly("change.manager");
        refusesOwn(cycle, "change.manager");
    }

    private void asAdmin(String person, Runnable work) {
        driver.engine().getIdentityService().setAuthentication(person, List.of("camunda-admin", "change-managers"));
        try {
            work.run();
        } finally {
            driver.engine().getIdentityService().clearAuthentication();
        }
    }

    private List<String> stoppedBy(String cycle) {
        return program.bean(JdbcTemplate.class).queryForList("select actor from hotpatch.event where cycle_id = ? and type = 'cycle.haltRequested'", String.class, cycle);
    }

    private void refusesOwn(String cycle, String person) {
        Task task = driver.task("resolveStop");
        assertThatCycle(cycle).is(CycleState.STOPPED);
        assertThatThrownBy(() -> driver.complete(task, CycleDriver.Person.CHANGE_MANAGER, Map.of("decision", "RESUME", "comment", "mine")))
                .as(person).isInstanceOf(FormFieldValidationException.class).hasMessageContaining("who asked for the stop does not lift it");
    }

    @Test
    void aStopDuringThePreparationIsMetBeforeAnythingOpens() {
        String cycle = driver.publishHotpatch();
        driver.task("approveChange");
        cycles().halt(cycle, "not today", "release.manager");
        driver.answer("approveChange", "APPROVE");
        driver.task("resolveStop");
        assertThatCycle(cycle).is(CycleState.STOPPED).neverOpened();
        driver.answer("resolveStop", "RESUME");
        driver.until("the pilot ring is open", () -> ringIsOpen(cycle, "pilot"));
    }

    @Test
    void aStopBeforeTheApprovalIsResumedToAQuestionAskedAnew() {
        String cycle = driver.publishHotpatch();
        Task before = driver.task("approveChange");
        running().halt(cycle, "not today", "release.manager");
        driver.task("resolveStop");
        assertThat(driver.open("approveChange")).as("nobody approves what is stopped").isNull();
        assertThatCycle(cycle).is(CycleState.STOPPED).neverOpened();
        assertThat(program.bean(Approvals.class).of(cycle)).last().satisfies(a -> assertThat(a.shown()).contains("**Resume** plans the change anew"));
        driver.answer("resolveStop", "RESUME");
        Task anew = driver.task("approveChange");
        assertThat(anew.getId()).isNotEqualTo(before.getId());
        assertThatCycle(cycle).is(CycleState.AWAITING_APPROVAL);
        driver.answer("approveChange", "APPROVE");
        driver.until("the pilot ring is open", () -> ringIsOpen(cycle, "pilot"));
    }

    @Test
    void aStopWhileTheCycleIsPlannedIsResolvedBeforeAnybodyIsAskedAndMayAbandonIt() {
        String cycle = driver.publishHotpatch();
        driver.task("approveChange");
        driver.answer("approveChange", "RETURN");
        Task asked = driver.task("approveChange");
        cycles().halt(cycle, "not today", "release.manager");
        driver.completeAsOtherManager(asked, Map.of("decision", "RETURN", "comment", "plan it anew"));
        driver.task("resolveStop");
        assertThat(driver.open("approveChange")).isNull();
        driver.answer("resolveStop", "ABANDON");
        driver.until("the cycle has ended", () -> driver.ended(cycle));
        assertThatCycle(cycle).hasEnded(CycleState.ABANDONED).neverOpened();
    }

    @Test
    void aStopDuringTheFirstPlanningMayBeAbandoned() {
        String cycle = driver.publishHotpatch(row -> row.put("omitIsHotpatchUpdate", true));
        driver.task("clarifyRelease");
        cycles().halt(cycle, "not this month", "release.manager");
        driver.answer("clarifyRelease", "HOTPATCH");
        driver.task("resolveStop");
        driver.answer("resolveStop", "ABANDON");
        driver.until("the cycle has ended", () -> driver.ended(cycle));
        assertThatCycle(cycle).hasEnded(CycleState.ABANDONED).neverOpened();
    }

    @Test
    void aStopThatIsAskedForJustWhileTheQuestionIsPutVoidsIt() throws Exception {
        JdbcTemplate jdbc = program.owner();
        // the step stands still after it has looked whether there is a stop, and before it changes the cycle
        jdbc.execute("create function public.meet() returns trigger language plpgsql as $$ begin if current_query() like '%change_why = %' then "
                + "perform pg_advisory_xact_lock(4711); end if; return null; end $$");
        jdbc.execute("create trigger meet before update on hotpatch.cycle for each statement execute function public.meet()");
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (Connection standing = jdbc.getDataSource().getConnection(); Statement held = standing.createStatement()) {
            held.execute("select pg_advisory_lock(4711)");
            Future<String> planning = threads.submit(() -> driver.publishHotpatch());
            Awaitility.await().atMost(PATIENCE).until(() -> waiting(jdbc) == 1);
            String cycle = cycles().all().get(0).id();
            Future<Boolean> stop = threads.submit(() -> running().halt(cycle, "not today", "release.manager"));
            Awaitility.await().atMost(PATIENCE).until(() -> stop.isDone() || waiting(jdbc) == 2);
            held.execute("select pg_advisory_unlock(4711)");
            planning.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(stop.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            driver.task("resolveStop");
            assertThat(driver.open("approveChange")).as("nobody approves what is stopped").isNull();
            assertThatCycle(cycle).is(CycleState.STOPPED).neverOpened();
        } finally {
            threads.shutdownNow();
            jdbc.execute("drop function public.meet cascade");
        }
    }

    private static long waiting(JdbcTemplate jdbc) {
        return jdbc.queryForObject("select count(*) from pg_locks where not granted", Long.class);
    }

    @Test
    void aStopWhileTheReleaseIsUnclearIsResolvedBeforeAnybodyClarifiesIt() {
        String cycle = driver.publishHotpatch(row -> row.put("omitIsHotpatchUpdate", true));
        Task before = driver.task("clarifyRelease");
        running().halt(cycle, "not this month", "release.manager");
        driver.run();
        assertThat(driver.open("clarifyRelease")).as("nobody clarifies what is stopped").isNull();
        assertThat(driver.cycle(cycle).state()).isIn(CycleState.STOPPING, CycleState.STOPPED);
        driver.answer("resolveStop", "RESUME");
        assertThat(driver.task("clarifyRelease").getId()).isNotEqualTo(before.getId());
        assertThatCycle(cycle).is(CycleState.HELD);
        cycles().halt(cycle, "found by the next look", "release.manager");
        driver.task("resolveStop");
        assertThat(driver.open("clarifyRelease")).isNull();
        assertThatCycle(cycle).is(CycleState.STOPPED);
        driver.answer("resolveStop", "ABANDON");
        driver.until("the cycle has ended", () -> driver.ended(cycle));
        assertThatCycle(cycle).hasEnded(CycleState.ABANDONED).neverOpened();
    }

    @Test
    void aStopWhileTheLastDevicesAreFollowedSuspendsEveryRing() {
        String cycle = openPilot();
        driver.agreeingRestartsUntil("the last devices are followed", () -> driver.cycle(cycle).state() == CycleState.CLOSING);
        running().halt(cycle, "late failures", "release.manager");
        driver.task("resolveStop");
        assertThatCycle(cycle).is(CycleState.STOPPED).hasRing("pilot", RingState.SUSPENDED).hasRing("early", RingState.SUSPENDED);
        driver.answer("resolveStop", "RESUME");
        driver.agreeingRestartsUntil("the last devices are followed again", () -> driver.cycle(cycle).state() == CycleState.CLOSING);
        cycles().halt(cycle, "found by the next look", "release.manager");
        driver.task("resolveStop");
        driver.answer("resolveStop", "ABANDON");
        driver.until("the cycle has ended", () -> driver.ended(cycle));
        assertThatCycle(cycle).hasEnded(CycleState.ABANDONED);
    }

    @Test
    void aStopThatReachesARingWhileItsRestartsAreAskedForLeavesItClosed() {
        String cycle = askForRestarts();
        running().halt(cycle, "wait", "release.manager");
        driver.task("resolveStop");
        assertThatCycle(cycle).is(CycleState.STOPPED).hasRing("pilot", RingState.SUSPENDED).waitsFor("resolveStop");
        assertThat(cycles().rings(cycle).get(1).everOpened()).isFalse();
        driver.answer("resolveStop", "ABANDON");
        driver.until("the cycle has ended", () -> driver.ended(cycle));
        assertThatCycle(cycle).hasEnded(CycleState.ABANDONED);
    }

    @Test
    void aStopIsTrueOnlyAfterTheDevicesWereHeardOf() {
        String cycle = openPilot();
        driver.pass(Duration.ofHours(20));
        running().halt(cycle, "printers fail", "release.manager");
        driver.run();
        assertThatCycle(cycle).is(CycleState.STOPPING).hasRing("pilot", RingState.SUSPENDED);
        assertThat(driver.open("resolveStop")).as("suspended, but nobody knows yet what devices did").isNull();
        assertThat(cycles().stopCount(cycle)).satisfies(c -> {
            assertThat(c.complete()).isFalse();
            assertThat(c.asOf()).isNotNull();
        });

        driver.task("resolveStop");
        assertThatCycle(cycle).is(CycleState.STOPPED);
        StopCount count = cycles().stopCount(cycle);
        assertThat(count.complete()).isTrue();
        assertThat(count.countedAt()).isAfterOrEqualTo(count.notBefore());
        assertThat(count.rings()).singleElement().satisfies(r -> {
            assertThat(r.devices()).isBetween(PILOT_DEVICES - 3, PILOT_DEVICES);
            assertThat(r.notSeen()).isZero();
            assertThat(r.outOfReach()).as("not offered before").isPositive();
            assertThat(r.before() + r.committed() + r.installedAfter()).as("offered before").isPositive();
        });
        assertThat(cycles().installedAfterStop(cycle, VisibleRings.ALL, 0, 1000)).hasSize(count.installedAfter())
                .allSatisfy(i -> assertThat(i.to()).isAfter(count.rings().get(0).suspendedAt()));
        assertThat(program.bean(Approvals.class).of(cycle)).filteredOn(a -> a.decision() == null).singleElement()
                .satisfies(a -> assertThat(a.shown()).contains("The stop is true", "outOfReach", "who asked for the stop"));
    }

    private String stoppedPilot() {
        String cycle = openPilot();
        driver.pass(Duration.ofHours(20));
        running().halt(cycle, "printers fail", "release.manager");
        driver.task("resolveStop");
        assertThatCycle(cycle).is(CycleState.STOPPED);
        return cycle;
    }

    private String approvalOfPilot(String cycle) {
        return program.bean(Rollouts.class).approvalOf("pilot", driver.cycle(cycle).catalogItem());
    }

    private List<Incident> letThrough(String cycle) {
        return driver.engine().getRuntimeService().createIncidentQuery().incidentType("stopLetThrough").list().stream()
                .filter(i -> i.getIncidentMessage().contains(cycle)).toList();
    }

    @Test
    void whatSomebodyLetsThroughWhileTheStopWaitsForAPersonIsSuspendedAgainAndTold() {
        String cycle = stoppedPilot();
        Task asked = driver.open("resolveStop");
        Instant stopped = cycles().stopCount(cycle).rings().get(0).suspendedAt();
        int before = cycles().countInstalledAfterStop(cycle, VisibleRings.ALL);
        program.sandbox().approveByHand("pilot", driver.cycle(cycle).catalogItem(), true);
        // nobody looks for a day: the devices take it
        driver.holdingBack(PatchCycleModel.Elements.WATCH_STOP, () -> driver.pass(Duration.ofHours(30)));
        driver.run();

        assertThat(driver.failures()).isEmpty();
        assertThat(approvalOfPilot(cycle)).isEqualTo("suspended");
        assertThatCycle(cycle).is(CycleState.STOPPING).waitsFor("resolveStop");
        assertThat(letThrough(cycle)).singleElement().satisfies(i -> assertThat(i.getIncidentMessage()).contains("ring 'pilot' had been suspended and read as 'approved', and is suspended again",
                "docs/runbooks/let-through.md"));
        assertThat(events(cycle, "stop.letThrough")).isEqualTo(1);
        assertThat(told("event", "stop.letThrough")).contains("INCIDENT_OPENED");
        driver.pass(Duration.ofHours(20));
        assertThat(events(cycle, "stop.letThrough")).as("told once").isEqualTo(1);
        assertThat(cycles().countInstalledAfterStop(cycle, VisibleRings.ALL)).as("they are listed, with those that took it before it was suspended again").isGreaterThan(before);
        assertThat(cycles().stopCount(cycle).installedAfter()).isEqualTo(cycles().countInstalledAfterStop(cycle, VisibleRings.ALL));
        assertThat(cycles().installedAfterStop(cycle, VisibleRings.ALL, 0, 1000)).allSatisfy(i -> assertThat(i.to()).isAfter(stopped));
        assertThat(driver.open("resolveStop").getId()).as("the question stays").isEqualTo(asked.getId());
        assertThat(program.bean(Approvals.class).of(cycle)).filteredOn(a -> a.decision() == null).singleElement().satisfies(a -> assertThat(a.shown())
                .contains("ring 'pilot' had been suspended and read as 'approved'"));
        assertThat(driver.engine().getTaskService().getVariableLocal(asked.getId(), "shown").toString()).contains("ring 'pilot' had been suspended");

        driver.until("the reports have shown what devices did", () -> driver.cycle(cycle).state() == CycleState.STOPPED);
        assertThat(letThrough(cycle)).isEmpty();
        driver.answer("resolveStop", "ABANDON");
        driver.until("the cycle has ended", () -> driver.ended(cycle));
    }

    @Test
    void aFormThatWasOpenWhileTheFiguresChangedDecidesNothing() {
        String cycle = stoppedPilot();
        Task asked = driver.open("resolveStop");
        Object seen = driver.engine().getTaskService().getVariableLocal(asked.getId(), "shownAt");
        program.sandbox().approveByHand("pilot", driver.cycle(cycle).catalogItem(), true);
        driver.pass(Duration.ofMinutes(70));
        Object now = driver.engine().getTaskService().getVariableLocal(asked.getId(), "shownAt");
        assertThat(now).as("shown anew").isNotEqualTo(seen);
        assertThatThrownBy(() -> driver.complete(asked, CycleDriver.Person.CHANGE_MANAGER, Map.of("decision", "RESUME", "comment", "as I saw it", "shownAt", seen)))
                .hasMessageContaining("The figures have changed since this form was shown").hasMessageContaining("letThroughText");
        driver.complete(asked, CycleDriver.Person.CHANGE_MANAGER, Map.of("decision", "RESUME", "comment", "as it is now",
                "shownAt", driver.engine().getTaskService().getVariableLocal(asked.getId(), "shownAt")));
        driver.run();
        assertThat(driver.cycle(cycle).haltReason()).isNull();
    }

    @Test
    void aCycleIsGivenUpOnlyOnceItsApprovalsReadBackAsSuspended() {
        failuresAreExpected();
        String cycle = stoppedPilot();
        program.sandbox().approveByHand("pilot", driver.cycle(cycle).catalogItem(), true);
        program.sandbox().fault("POST", "bulkAction", 403, Integer.MAX_VALUE);
        driver.answer("resolveStop", "ABANDON");
        assertThat(driver.failures()).singleElement().asString().contains("Cycle " + cycle + " is not given up yet, because its stop does not hold: ring 'pilot'", "HTTP 403");
        assertThat(driver.ended(cycle)).isFalse();
        assertThat(approvalOfPilot(cycle)).isEqualTo("approved");
        program.sandbox().clearFaults();
        driver.until("the cycle has ended", () -> driver.ended(cycle));
        assertThatCycle(cycle).hasEnded(CycleState.ABANDONED);
        assertThat(approvalOfPilot(cycle)).isEqualTo("suspended");
        assertThat(events(cycle, "stop.letThrough")).isEqualTo(1);
    }

    @Test
    void whoAskedForTheStopDoesNotDecideAboutIt() {
        String cycle = openPilot();
        running().halt(cycle, "printers fail", "change.manager");
        Task task = driver.task("resolveStop");
        Map.of("RESUME", "who asked for the stop does not lift it", "ABANDON", "You asked for the stop of cycle " + cycle + " yourself").forEach(
                (decision, sentence) -> assertThatThrownBy(() -> driver.complete(task, CycleDriver.Person.CHANGE_MANAGER,
                        Map.of("decision", decision, "comment", "mine"))).isInstanceOf(FormFieldValidationException.class).hasMessageContaining(sentence));
        assertThat(program.bean(JdbcTemplate.class).queryForList("select data ->> 'rule' from hotpatch.event where type = 'decision.refused' and cycle_id = ?", String.class, cycle))
                .as("by which rule, whatever the answer").containsExactly("STOPPER", "STOPPER");
        assertThatCycle(cycle).is(CycleState.STOPPED).waitsFor("resolveStop").wasAnswered("APPROVE");
    }

    @Test
    void aStopThatStaysUnprovenGoesToAPersonAfterAWeek() {
        String cycle = openPilot();
        running().halt(cycle, "printers fail", "release.manager");
        driver.run();
        program.bean(JdbcTemplate.class).update("update hotpatch.graph_write set settled_at = settled_at + interval '30 days' where cycle_id = ? "
                + "and kind = 'SUSPEND'", cycle);
        driver.task("resolveStop");
        assertThatCycle(cycle).is(CycleState.STOPPING).waitsFor("resolveStop");
        assertThat(program.bean(Approvals.class).of(cycle)).filteredOn(a -> a.decision() == null).singleElement()
                .satisfies(a -> assertThat(a.shown()).contains("The stop is NOT proven"));
        driver.answer("resolveStop", "ABANDON");
        driver.until("the cycle has ended", () -> driver.ended(cycle));
        assertThatCycle(cycle).hasEnded(CycleState.ABANDONED);
    }

    @Test
    void aStopThatIntuneRefusesIsToldAndGoesOnBeingTried() {
        String cycle = openPilot();
        program.sandbox().fault("POST", "bulkAction", 403, Integer.MAX_VALUE);
        running().halt(cycle, "now", "release.manager");
        driver.pass(Duration.ofMinutes(20));
        assertThat(cycles().stopCount(cycle).open()).contains("ring 'pilot': Microsoft Graph refused to write approval of", "HTTP 403");
        assertThat(notHeld(cycle)).as("nobody is called before it was tried for a while").isEmpty();
        driver.pass(Duration.ofMinutes(15));
        assertThat(notHeld(cycle)).singleElement().satisfies(i -> assertThat(i.getIncidentMessage()).contains("Cycle " + cycle + " is NOT stopped: ring 'pilot'",
                "HTTP 403", "docs/runbooks/not-confirmed.md"));
        assertThat(program.bean(JdbcTemplate.class).queryForList("select kind || ' ' || asked from hotpatch.notice where cycle_id = ? and event = 'stop.notHeld'",
                String.class, cycle)).singleElement().asString().startsWith("INCIDENT_OPENED").contains("change-managers");
        int attempts = suspending(cycle);
        driver.pass(Duration.ofHours(8));
        assertThat(suspending(cycle)).as("tried every five minutes, however long").isGreaterThan(attempts + 90);
        assertThat(notHeld(cycle)).as("the same one").hasSize(1);
        assertThat(events(cycle, "stop.notHeld")).as("told once").isEqualTo(1);
        assertThatCycle(cycle).is(CycleState.STOPPING);

        program.sandbox().clearFaults();
        driver.task("resolveStop");
        assertThatCycle(cycle).is(CycleState.STOPPED).hasRing("pilot", RingState.SUSPENDED);
        assertThat(notHeld(cycle)).isEmpty();
        assertThat(cycles().stopCount(cycle).open()).isNull();
    }

    private List<Incident> notHeld(String cycle) {
        return driver.engine().getRuntimeService().createIncidentQuery().incidentType("stopNotHeld").list().stream()
                .filter(i -> i.getIncidentMessage().contains(cycle)).toList();
    }

    private int suspending(String cycle) {
        return program.bean(JdbcTemplate.class).queryForObject("select sum(attempts) from hotpatch.graph_write where cycle_id = ? and kind = 'SUSPEND'", Integer.class, cycle);
    }

    @Test
    void aPolicyThatIsDeletedDuringAStopIsToldAtOnceAndRecreatedSuspendedWhenAPersonSaysSo() {
        String cycle = openPilot();
        running().halt(cycle, "printers fail", "release.manager");
        driver.run();
        program.sandbox().deletePolicy("pilot");
        driver.pass(Duration.ofHours(5));
        Task task = driver.open("resolveStop");
        assertThat(task).as("nobody waits for a stop that cannot become true").isNotNull();
        assertThatCycle(cycle).is(CycleState.STOPPING);
        assertThat(policyGone(cycle)).singleElement().satisfies(i -> assertThat(i.getIncidentMessage()).contains("ring 'pilot'", "was deleted in Intune",
                "docs/runbooks/policy-gone.md"));
        assertThat(told("cycle_id", cycle)).contains("INCIDENT_OPENED");
        assertThat(program.bean(Shown.class).stop(cycle)).satisfies(shown -> {
            assertThat(shown.get("goneText").toString()).contains("ring 'pilot'", "what the tenant gives everybody");
            assertThat(shown.get("stopText").toString()).startsWith("The stop is NOT true");
            assertThat(shown).containsEntry("policyGone", true).containsEntry("policyUndecided", true);
        });
        Map.of("RESUME", "Decide that first", "ABANDON", "Decide that first").forEach((decision, sentence) -> assertThatThrownBy(() -> driver.complete(task,
                CycleDriver.Person.CHANGE_MANAGER, Map.of("decision", decision, "comment", "mine"))).hasMessageContaining(sentence));
        driver.answer("resolveStop", "RECREATE");
        driver.run();
        assertThat(policyGone(cycle)).isEmpty();
        assertThat(driver.open("resolveStop")).as("the devices were not heard of since").isNull();
        driver.task("resolveStop");
        assertThatCycle(cycle).is(CycleState.STOPPED).hasRing("pilot", RingState.SUSPENDED);
        assertThat(program.bean(io.hotpatchcycle.rollout.Rollouts.class).approvalOf("pilot", driver.cycle(cycle).catalogItem())).isEqualTo("suspended");
        assertThatThrownBy(() -> driver.complete(driver.open("resolveStop"), CycleDriver.Person.CHANGE_MANAGER, Map.of("decision", "ACCEPT", "comment", "what?")))
                .hasMessageContaining("has all of its policies");
        driver.answer("resolveStop", "RESUME");
        driver.agreeingRestartsUntil("the pilot ring has passed", () -> cycles().rings(cycle).get(0).state() == RingState.PASSED);
    }

    @Test
    void aPolicyThatIsDeletedDuringAStopMayBeAcceptedAndTheStopEndsWithoutBeingCalledTrue() {
        String cycle = openPilot();
        running().halt(cycle, "printers fail", "release.manager");
        driver.run();
        program.sandbox().deletePolicy("pilot");
        driver.pass(Duration.ofHours(5));
        driver.answer("resolveStop", "ACCEPT");
        driver.task("resolveStop");
        assertThatCycle(cycle).is(CycleState.STOPPING);
        assertThat(policyGone(cycle)).isEmpty();
        assertThat(cycles().stopCount(cycle)).satisfies(c -> {
            assertThat(c.complete()).isFalse();
            assertThat(c.notHeld()).isPositive();
            assertThat(c.outOfReach()).isZero();
        });
        assertThat(program.bean(Shown.class).stop(cycle).get("goneText").toString()).contains("Accepted by change.manager");
        driver.answer("resolveStop", "ABANDON");
        driver.until("the cycle has ended", () -> driver.ended(cycle));
        assertThatCycle(cycle).hasEnded(CycleState.ABANDONED);
    }

    private List<Incident> policyGone(String cycle) {
        return driver.engine().getRuntimeService().createIncidentQuery().incidentType("policyGone").list().stream()
                .filter(i -> i.getIncidentMessage().contains(cycle)).toList();
    }

    @Test
    void aStopIsOnlyTrueOnceIntuneSaysSo() {
        String cycle = openPilot();
        program.sandbox().fault("POST", "bulkAction", 503, 2);
        running().halt(cycle, "now", "release.manager");
        driver.run();
        assertThatCycle(cycle).is(CycleState.STOPPING);
        assertThat(driver.open("resolveStop")).as("nobody is told that it stopped before it did").isNull();
        driver.task("resolveStop");
        assertThatCycle(cycle).is(CycleState.STOPPED).hasRing("pilot", RingState.SUSPENDED);
    }
}
