package io.hotpatchcycle.process.path;

import static io.hotpatchcycle.process.path.PatchCycleAssert.assertThatCycle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotpatchcycle.approval.DecisionRefused;
import io.hotpatchcycle.audit.Sha256;
import io.hotpatchcycle.cycle.CycleState;
import io.hotpatchcycle.governance.GovernanceRefused;
import io.hotpatchcycle.governance.ModelSetProposals.Proposal;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.ring.RingState;
import io.hotpatchcycle.process.ModelSetChanges;
import io.hotpatchcycle.process.ModelSetRefused;
import io.hotpatchcycle.process.ModelSets;
import io.hotpatchcycle.process.Models;
import io.hotpatchcycle.process.RingAdvice;
import io.hotpatchcycle.process.RunningCycles;
import io.hotpatchcycle.process.StartedWith;
import io.hotpatchcycle.process.task.Deciders;
import io.hotpatchcycle.rollout.ShortTransactions;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.bpmn.deployer.BpmnDeployer;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.el.JuelExpressionManager;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Models are files that admins change: what they may break, what they may not, and which set is in force. */
class ModelSetIT {

    private static Program program;
    private static CycleDriver driver;
    private static String seeded;

    @BeforeAll
    static void start() {
        program = Program.withSharedRings(300);
        driver = new CycleDriver(program);
        seeded = sets().active();
    }

    @AfterAll
    static void stop() {
        if (program != null) {
            program.close();
        }
    }

    @AfterEach
    void putBack() {
        driver.clear();
        inUse().putBack(seeded);
    }

    private static ModelSets sets() {
        return program.bean(ModelSets.class);
    }

    /** Modeler deploys one file with one click, and the engine would let its timer follow at once. */
    @Test
    void theCatalogIsReadByTheSetInForceWhateverWasDeployedSince() {
        RepositoryService repository = program.bean(RepositoryService.class);
        String file = "processes/release-intake.bpmn";
        String changed = new String(Models.builtIn().files().get(file), StandardCharsets.UTF_8).replace("R/PT6H", "R/PT1H");
        String stray = repository.createDeployment().addString(file, changed).deploy().getId();
        assertThat(intakeTimers()).containsExactly(sets().definition("release-intake"));
        assertThat(repository.createProcessDefinitionQuery().deploymentId(stray).singleResult().getVersion()).as("deployed last")
                .isGreaterThan(repository.getProcessDefinition(sets().definition("release-intake")).getVersion());

        driver.advanceTo(driver.now().plus(Duration.ofHours(7)));
        ManagementService management = program.bean(ManagementService.class);
        management.executeJob(management.createJobQuery().processDefinitionKey("release-intake").timers().executable().list().get(0).getId());
        assertThat(program.bean(HistoryService.class).createHistoricProcessInstanceQuery().processDefinitionKey("release-intake")
                .orderByProcessInstanceStartTime().desc().list().get(0).getProcessDefinitionId()).isEqualTo(sets().definition("release-intake"));
        assertThat(program.bean(HistoryService.class).createHistoricProcessInstanceQuery()
                .processDefinitionId(repository.createProcessDefinitionQuery().deploymentId(stray).singleResult().getId()).count()).isZero();

        inUse().use(sets().deploy(ModelVariants.withoutApproval()), "admin");
        assertThat(intakeTimers()).containsExactly(sets().definition("release-intake"));
    }

    /** Whoever waits for the message since a later deployment, or no longer waits for it. */
    @ParameterizedTest
    @ValueSource(strings = {"hotpatch.releasePublished", "hotpatch.somethingElse"})
    void theMessageOfANewReleaseStartsTheIntakeOfTheSetInForce(String message) {
        String file = "processes/release-intake.bpmn";
        String changed = new String(Models.builtIn().files().get(file), StandardCharsets.UTF_8).replace("R/PT6H", "R/PT2H").replace("hotpatch.releasePublished", message);
        RepositoryService repository = program.bean(RepositoryService.class);
        String stray = repository.createProcessDefinitionQuery().deploymentId(repository.createDeployment().addString(file, changed).deploy().getId()).singleResult().getId();
        long before = begun(sets().definition("release-intake"));
        program.bean(RunningCycles.class).releasePublished();
        assertThat(begun(sets().definition("release-intake"))).isEqualTo(before + 1);
        assertThat(begun(stray)).isZero();
    }

    @Test
    void noTimerStartsAProcessThatTheSetInForceDoesNotHave() {
        String stray = deployStray("<bpmn:startEvent id='s'><bpmn:timerEventDefinition><bpmn:timeCycle>R/PT1H</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:startEvent>",
                "<bpmn:userTask id='x'/>");
        ManagementService management = program.bean(ManagementService.class);
        assertThat(management.createJobQuery().processDefinitionKey("stray").count()).as("timers").isZero();
        assertThat(intakeTimers()).containsExactly(sets().definition("release-intake"));

        // as if the program had ended between the deployment and putting the timers back
        inside(() -> {
            new BpmnDeployer().addTimerDeclarations(Context.getProcessEngineConfiguration().getDeploymentCache().findDeployedProcessDefinitionById(stray));
            return null;
        });
        management.executeJob(management.createJobQuery().processDefinitionKey("stray").singleResult().getId());
        assertThat(program.bean(HistoryService.class).createHistoricProcessInstanceQuery().processDefinitionKey("stray").count()).as("instances").isZero();
    }

    /** Who may deploy and start could put steps into an order of his own, without a second person. */
    @ParameterizedTest
    @ValueSource(strings = {"<bpmn:serviceTask id='x' camunda:delegateExpression='${readCatalog}'/>",
        "<bpmn:userTask id='x'><bpmn:extensionElements><camunda:taskListener event='create' delegateExpression='${requestDecision}'/></bpmn:extensionElements></bpmn:userTask>"})
    void noStepWorksForAModelThatWasNeverInUse(String step) {
        deployStray("<bpmn:startEvent id='s'/>", step);
        assertThatThrownBy(() -> driver.engine().getRuntimeService().startProcessInstanceByKey("stray")).isInstanceOf(BadUserRequestException.class)
                .hasMessageContaining("which was never in use as a model set").hasMessageContaining("Nothing has changed");
        assertThat(program.bean(HistoryService.class).createHistoricProcessInstanceQuery().processDefinitionKey("stray").count()).isZero();
    }

    /** Whom the table asks must be there before they are asked. */
    @Test
    void theGroupThatTheTableOfTheSetAsksIsLookedAtForTwoPeople() {
        IdentityService identity = program.bean(IdentityService.class);
        inUse().use(sets().deploy(ModelVariants.changedEverywhere("processes/change-type.dmn", "\"change-managers\"", "\"site-council\"")), "admin");
        String cycle = driver.publishHotpatch();
        assertThat(shortages(cycle)).singleElement().satisfies(task -> assertThat(task.getDescription())
                .contains("CHANGE: only cab.member of cab and site-council can let it go on.").doesNotContain("change.manager"));

        identity.saveGroup(identity.newGroup("site-council"));
        User member = identity.newUser("council.member");
        member.setPassword("a password of length");
        identity.saveUser(member);
        identity.createMembership("council.member", "site-council");
        try {
            program.bean(Deciders.class).lookAtAll();
            assertThat(shortages(cycle)).isEmpty();
        } finally {
            identity.deleteUser("council.member");
            identity.deleteGroup("site-council");
        }
    }

    private static List<Task> shortages(String cycle) {
        return driver.engine().getTaskService().createTaskQuery().taskName("Too few people can decide: " + cycle).list();
    }

    private static String deployStray(String start, String step) {
        RepositoryService repository = program.bean(RepositoryService.class);
        String deployment = repository.createDeployment().addString("stray.bpmn", "<?xml version='1.0' encoding='UTF-8'?><bpmn:definitions xmlns:bpmn='http://www.omg.org/spec/BPMN/20100524/MODEL' "
                + "xmlns:camunda='http://camunda.org/schema/1.0/bpmn' targetNamespace='t'><bpmn:process id='stray' isExecutable='true' camunda:historyTimeToLive='1'>" + start
                + "<bpmn:sequenceFlow id='f' sourceRef='s' targetRef='x'/>" + step + "</bpmn:process></bpmn:definitions>").deploy().getId();
        return repository.createProcessDefinitionQuery().deploymentId(deployment).singleResult().getId();
    }

    private static long begun(String definition) {
        return program.bean(HistoryService.class).createHistoricProcessInstanceQuery().processDefinitionId(definition).count();
    }

    private static List<String> intakeTimers() {
        return program.bean(ManagementService.class).createJobQuery().processDefinitionKey("release-intake").timers().list().stream()
                .filter(timer -> timer.getProcessInstanceId() == null).map(Job::getProcessDefinitionId).toList();
    }

    private static SetsInUse inUse() {
        return new SetsInUse(program);
    }

    @Test
    void aModelThatAsksNobodyOpensNothing() {
        int before = program.sandbox().changes().size();
        inUse().use(sets().deploy(ModelVariants.withoutApproval()), "admin");
        String cycle = driver.publishHotpatch();
        assertThat(driver.open("approveChange")).as("the model asks nobody").isNull();

        for (int attempt = 0; attempt < 2; attempt++) {
            driver.agreeingRestartsUntil("the ring is held", () -> driver.open("reviewRing") != null);
            assertThatCycle(program, cycle).is(CycleState.HELD).holds("pilot", "has no approval for the plan in force").neverOpened();
            driver.answer("reviewRing", "PROCEED");
        }
        driver.agreeingRestartsUntil("the ring is held", () -> driver.open("reviewRing") != null);
        assertThatCycle(program, cycle).as("no ring is gone past unopened").holds("pilot", "has no approval for the plan in force").neverOpened();
        assertThat(program.sandbox().changes()).as("writes to the tenant").hasSize(before);
    }

    /** Whatever the table decides about, and whichever way it cannot: nobody is asked to approve on it, and a person is told the rule. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "ring-policy|GAP|ring-policy: no rule fits Ring \"pilot\", Kind of the release \"BASELINE\"",
        "ring-policy|OVERLAP|ring-policy, rule 2: it never applies",
        "ring-policy|<text>\"P7D\"</text>~<text>\"P1D\"</text>|ring-policy, rule 1: 'observeFor' P1D must be longer than 'soak' P1D",
        "ring-policy|<text>15</text>~<text>\"fifteen\"</text>|ring-policy, rule 1: 'failureLimit' says \"fifteen\", which is not a number",
        "ring-signals|GAP|ring-signals: no rule fits",
        "ring-signals|OVERLAP|ring-signals, rule 2: it never applies",
        "ring-signals|<text>3</text>~<text>30</text>|ring-signals, rule 2: 'limit' is 30 for ring 'early', more than the 10 of ring 'pilot' before it",
        "ring-signals|<text>3</text>~<text>\"three\"</text>|ring-signals, rule 2: 'limit' says \"three\", which is not a number",
        "ring-gate|GAP|ring-gate: no rule fits",
        "ring-gate|OVERLAP|ring-gate, rule 2: it never applies",
        "ring-gate|STOPS_LATE|ring-gate, rule 7: it stops, but rule 6 before it lets the ring pass",
        "ring-gate|5</text>~\"5\"</text>|compares with \"5\", which is not a number",
        "change-type|GAP|change-type: no rule fits",
        "change-type|OVERLAP|change-type, rule 2: it never applies",
        "change-type|\"PT6H\"~\"P9D\"|change-type, rule 4: 'approvalWithin' PT24H must be longer than 'remindEvery' P9D",
        "change-type|&lt;= 35~&lt;= \"35\"|change-type, rule 4: 'restartShare' says <= \"35\", which is not a number"})
    void aTableThatCannotBeUsedHoldsTheCycleAndNamesTheRule(String table, String fault, String sentence) {
        String deployment = sets().deploy(ModelVariants.faulty(table, fault));
        Proposal waits = inUse().ask(deployment, "admin").orElseThrow();
        assertThat(waits.asked().findings()).as("of the check, for who approves").contains(table);
        inUse().decide(waits.id(), "APPROVE", "second.person");
        String cycle = driver.publishHotpatch();
        Task asked = driver.task("clarifyRelease");
        assertThatCycle(program, cycle).is(CycleState.HELD).neverOpened();
        assertThat(driver.open("approveChange")).isNull();
        assertThat(problemOf(cycle)).contains(sentence).contains("Correct them");
        assertThatThrownBy(() -> driver.complete(asked, CycleDriver.Person.CHANGE_MANAGER, Map.of("decision", "HOTPATCH", "comment", "Go on anyway.")))
                .hasStackTraceContaining(table);
        assertThat(driver.failures()).isEmpty();
    }

    private static String problemOf(String cycle) {
        return program.bean(JdbcTemplate.class).queryForObject("select data ->> 'problem' from hotpatch.event where type = 'cycle.classified' and cycle_id = ? "
                + "order by id desc limit 1", String.class, cycle);
    }

    @Test
    void aCycleThatATableHoldsGoesOnWhenItIsMovedToACorrectedSet() {
        inUse().use(sets().deploy(ModelVariants.changedEverywhere("processes/ring-policy.dmn", "<text>15</text>", "<text>150</text>")), "admin");
        String cycle = driver.publishHotpatch();
        Task asked = driver.task("clarifyRelease");
        String own = sets().deploy(ModelVariants.changedEverywhere("processes/ring-policy.dmn", "<text>15</text>", "<text>14</text>"));
        inUse().use(own, "admin");
        driver.answer("clarifyRelease", "RETRY");
        assertThat(driver.open("approveChange")).as("the cycle still runs on the faulty one").isNull();
        move(driver.task("clarifyRelease"), driver.engine().getRepositoryService().createProcessDefinitionQuery().deploymentId(own).processDefinitionKey("patch-cycle")
                .singleResult().getId());
        driver.answer("clarifyRelease", "RETRY");
        assertThat(driver.task("approveChange")).isNotNull();
        assertThatCycle(program, cycle).is(CycleState.AWAITING_APPROVAL);
    }

    /** Another set that comes into use meanwhile is for later cycles. */
    @Test
    void theTablesOfTheCyclesOwnSetDecideWhoCanBeHotpatched() {
        String other = sets().deploy(ModelVariants.changedEverywhere("processes/eligibility.dmn", "Enrol the device in Intune.", "Enrol it."));
        String[] cycle = new String[1];
        driver.holdingBack("serviceTask_decideEligibility", () -> {
            cycle[0] = driver.publishHotpatch();
            driver.until("the plan is drawn", () -> driver.heldBack("serviceTask_decideEligibility"));
            inUse().use(other, "admin");
        });
        driver.task("approveChange");
        Map<String, Object> told = program.bean(JdbcTemplate.class).queryForMap("select e.data ->> 'modelSet' as set, e.data ->> 'eligibilityTable' as told, "
                + "e.data ->> 'buildClassTable' as builds, c.eligibility_table, c.build_class_table from hotpatch.event e join hotpatch.cycle c on c.id = e.cycle_id "
                + "where e.type = 'cycle.eligibilityDecided' and c.id = ?", cycle[0]);
        assertThat(told).containsEntry("set", seeded).containsEntry("told", sets().open("eligibility", seeded).hash())
                .containsEntry("eligibility_table", told.get("told")).containsEntry("build_class_table", told.get("builds"));
        assertThat(sets().open("eligibility").hash()).as("the one in use").isNotEqualTo(told.get("told"));
    }

    /** A set with a fault that comes into use while a cycle waits, or runs, holds its next ring. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"ring-policy|GAP|ring-policy: no rule fits Ring", "ring-signals|OVERLAP|ring-signals, rule 2"})
    void aTableThatCannotBeUsedHoldsTheRingAndNamesRuleAndRing(String table, String fault, String sentence) {
        String cycle = driver.publishHotpatch();
        driver.task("approveChange");
        inUse().use(sets().deploy(ModelVariants.faulty(table, fault)), "admin");
        driver.answer("approveChange", "APPROVE");
        driver.agreeingRestartsUntil("the ring is held", () -> driver.open("reviewRing") != null);
        assertThatCycle(program, cycle).holds("pilot", "Ring 'pilot', kind HOTPATCH").holds("pilot", sentence).neverOpened();
    }

    @Test
    void aTextForANumberHoldsTheNextRingOfARunningCycle() {
        String cycle = driver.publishHotpatch();
        driver.answer("approveChange", "APPROVE");
        driver.agreeingRestartsUntil("the first ring is open", () -> program.bean(Cycles.class).rings(cycle).get(0).state() == RingState.OPEN);
        inUse().use(sets().deploy(ModelVariants.faulty("ring-policy", "<text>5</text>~<text>\"five\"</text>")), "admin");
        driver.agreeingRestartsUntil("the ring is held", () -> driver.open("reviewRing") != null);
        assertThatCycle(program, cycle).holds("early", "Ring 'early', kind HOTPATCH").holds("early", "ring-policy, rule 2: 'failureLimit' says \"five\", which is not a number");
    }

    @Test
    void whoApprovesWhileATableCannotBeUsedIsRefusedInPlainWords() {
        driver.publishHotpatch();
        Task asked = driver.task("approveChange");
        inUse().use(sets().deploy(ModelVariants.faulty("ring-policy", "<text>15</text>~<text>150</text>")), "admin");
        assertThatThrownBy(() -> driver.complete(asked, CycleDriver.Person.CHANGE_MANAGER, Map.of("decision", "APPROVE", "comment", "Looks good.")))
                .hasRootCauseInstanceOf(DecisionRefused.class).hasMessageStartingWith("The rule of ring-policy for ring 'pilot', kind HOTPATCH, change STANDARD cannot be used");
    }

    /** Tables are edited in a folder as well: one sentence on the terminal, and no trace of the program. */
    @Test
    void aStartOnATableThatCannotBeUsedIsRefusedInOneSentence() {
        JdbcTemplate jdbc = program.bean(JdbcTemplate.class);
        jdbc.update("update hotpatch.model_set set hash = 'of an older program' where active");
        assertThatThrownBy(() -> sets().seed(ModelVariants.faulty("ring-policy", "<text>15</text>~<text>\"fifteen\"</text>"))).isInstanceOf(ModelSetRefused.class)
                .hasMessageStartingWith("The models to start with cannot be used: ring-policy, rule 1: 'failureLimit' says \"fifteen\", which is not a number.");
        assertThat(sets().active()).isEqualTo(seeded);
    }

    /** The way back leads through the program: it starts with a set in use that has a fault, and says which. */
    @Test
    void theProgramTellsAtItsStartThatTheSetInUseHasAFault() {
        inUse().use(sets().deploy(ModelVariants.faulty("ring-policy", "<text>15</text>~<text>\"fifteen\"</text>")), "admin");
        assertThat(program.bean(RingAdvice.class).sentences()).first().asString().startsWith("Ring 'pilot': ring-policy of the model set in use has no rule for it that can be used");
    }

    @Test
    void aTokenThatIsMovedPastTheApprovalOpensNothing() {
        int before = program.sandbox().changes().size();
        String cycle = driver.publishHotpatch();
        Task task = driver.task("approveChange");
        driver.engine().getRuntimeService().createProcessInstanceModification(task.getProcessInstanceId())
                .cancelAllForActivity("approveChange").startBeforeActivity("subProcess_rollOut").execute();
        driver.agreeingRestartsUntil("the ring is held", () -> driver.open("reviewRing") != null);
        assertThatCycle(program, cycle).holds("pilot", "has no approval").neverOpened();
        assertThat(program.sandbox().changes()).as("writes to the tenant").hasSize(before);
    }

    @Test
    void aModelThatIsNotXmlIsRefusedWithFileAndLine() {
        assertThatThrownBy(() -> sets().deploy(ModelVariants.with("processes/ring-rollout.bpmn", "<definitions>\n<oops")))
                .isInstanceOf(ModelSetRefused.class).hasMessageContaining("processes/ring-rollout.bpmn")
                .hasMessageContaining("line 2").hasMessageContaining("Camunda Modeler");
        assertThat(sets().active()).isEqualTo(seeded);
    }

    @Test
    void aModelThatMakesNoSenseIsRefusedWithTheElement() {
        Models wrong = ModelVariants.changed("processes/patch-cycle.bpmn", "camunda:delegateExpression=\"${takeSnapshot}\"", "");
        assertThatThrownBy(() -> sets().deploy(wrong)).isInstanceOf(ModelSetRefused.class)
                .hasMessageContaining("processes/patch-cycle.bpmn, line ").hasMessageContaining("element 'serviceTask_takeSnapshot'");
    }

    @Test
    void aDecisionThatCannotBeReadIsRefusedWithItsFile() {
        assertThatThrownBy(() -> sets().deploy(ModelVariants.with("processes/ring-gate.dmn", "<definitions>")))
                .isInstanceOf(ModelSetRefused.class).hasMessageContaining("ring-gate.dmn");
    }

    @ParameterizedTest
    @ValueSource(strings = {"processes/restart-campaign.bpmn", "processes/ring-watch.bpmn", "processes/ring-gate.dmn", "forms/approve-change.form"})
    void aSetThatLacksSomethingIsNotActivated(String file) {
        String deployment = sets().deploy(ModelVariants.without(file));
        assertThatThrownBy(() -> inUse().ask(deployment, "admin")).isInstanceOf(ModelSetRefused.class)
                .hasMessageContaining("is not a complete model set").hasMessageContaining(file.replaceAll(".*/(.*)\\..*", "$1"));
        assertThat(sets().active()).isEqualTo(seeded);
    }

    @Test
    void aRestartDoesNotReplaceASetThatAnAdminActivated() {
        String own = sets().deploy(ModelVariants.changed("processes/patch-cycle.bpmn", "name=\"Patch cycle\"", "name=\"Our patch cycle\""));
        inUse().use(own, "admin");
        sets().seed(Models.builtIn());
        assertThat(sets().active()).isEqualTo(own);
        String cycle = driver.publishHotpatch();
        assertThat(driver.cycle(cycle).modelSet()).isEqualTo(own);
        assertThat(driver.engine().getRepositoryService().getProcessDefinition(driver.task("approveChange").getProcessDefinitionId()).getName())
                .isEqualTo("Our patch cycle");
    }

    @Test
    void aNewProgramReplacesTheSetItCameWithButAnEqualOneDoesNot() {
        JdbcTemplate jdbc = program.bean(JdbcTemplate.class);
        jdbc.update("update hotpatch.model_set set hash = ? where active", Models.builtIn().hash());
        sets().seed(Models.builtIn());
        assertThat(sets().active()).as("the same files").isEqualTo(seeded);
        jdbc.update("update hotpatch.model_set set hash = 'of an older program' where active");
        sets().seed(Models.builtIn());
        assertThat(sets().active()).as("newer files").isNotEqualTo(seeded);
    }

    /** The figures that open a ring stand in the set: one person alone does not change them. */
    @Test
    void aSetIsInUseOnlyWhenASecondPersonApprovesWhatChanges() {
        String own = sets().deploy(ModelVariants.changedEverywhere("processes/ring-policy.dmn", "<text>15</text>", "<text>90</text>"));
        Proposal waits = inUse().ask(own, "admin").orElseThrow();
        assertThat(sets().active()).isEqualTo(seeded);
        assertThat(waits.asked().changes()).contains("\"file\": \"processes/ring-policy.dmn\"", "\"status\": \"CHANGED\"").doesNotContain("patch-cycle");
        assertThat(waits.asked().findings()).as("of the check").isEqualTo("[]");
        String difference = program.bean(ModelSetChanges.class).difference(waits);
        assertThat(difference).contains("-          <text>15</text>", "+          <text>90</text>");
        assertThat(Sha256.hex(difference)).isEqualTo(waits.sha256());

        assertThatThrownBy(() -> inUse().ask(own, "admin")).isInstanceOf(GovernanceRefused.class).hasMessageContaining("waits for its approval already, asked by admin");
        assertThatThrownBy(() -> inUse().decide(waits.id(), "APPROVE", "admin")).isInstanceOf(GovernanceRefused.class).hasMessageContaining("another pair of eyes");
        assertThat(sets().active()).isEqualTo(seeded);
        inUse().decide(waits.id(), "APPROVE", "change.manager");
        assertThat(sets().active()).isEqualTo(own);
        assertThatThrownBy(() -> inUse().decide(waits.id(), "REJECT", "cab.member")).isInstanceOf(GovernanceRefused.class).hasMessageContaining("was decided already");

        assertThat(inUse().ask(seeded, "admin")).as("the way back waits for nobody").isEmpty();
        assertThat(inUse().ask(own, "admin")).as("approved before").isEmpty();
    }

    @Test
    void whoDeployedASetDoesNotApproveItAndNothingThatWasNotShownIsApproved() {
        driver.engine().getIdentityService().setAuthentication("change.manager", List.of("camunda-admin"));
        String own;
        try {
            own = sets().deploy(ModelVariants.changedEverywhere("processes/ring-policy.dmn", "<text>15</text>", "<text>91</text>"));
        } finally {
            driver.engine().getIdentityService().clearAuthentication();
        }
        Proposal waits = inUse().ask(own, "admin").orElseThrow();
        assertThat(waits.asked().deployedBy()).containsExactly("change.manager");
        assertThatThrownBy(() -> inUse().decide(waits.id(), "APPROVE", "change.manager")).isInstanceOf(GovernanceRefused.class).hasMessageContaining("deployed or wrote");

        inUse().use(sets().deploy(ModelVariants.changedEverywhere("processes/ring-policy.dmn", "<text>15</text>", "<text>92</text>")), "admin");
        assertThatThrownBy(() -> inUse().decide(waits.id(), "APPROVE", "cab.member")).isInstanceOf(ModelSetRefused.class).hasMessageContaining("Another model set came into use since");
        inUse().decide(waits.id(), "REJECT", "cab.member");
    }

    /** Another spelling of one's own name must not make two people of one. */
    @ParameterizedTest
    @ValueSource(strings = {"jo.writer", "JO.WRITER", "Jö Writer", "Writer Jö", "jo writer", "Jo.Writer@example.com", "cab.member, Jo  Writer"})
    void whoWroteASetDoesNotApproveItHoweverTheNameIsSpelt(String spelling) {
        IdentityService identity = driver.engine().getIdentityService();
        person(identity, "jo.writer", "Jö", "Writer");
        person(identity, "cab.member", "Cab", "Member");
        String own = sets().deploy(ModelVariants.changedEverywhere("processes/ring-policy.dmn", "<text>15</text>", "<text>" + spelling.hashCode() % 90 + "</text>"));
        Proposal waits = inUse().ask(own, "admin", spelling).orElseThrow();
        assertThat(waits.asked().authors()).contains("jo.writer");
        assertThat(waits.mayBeDecidedBy("jo.writer")).isFalse();
        assertThatThrownBy(() -> inUse().decide(waits.id(), "APPROVE", "jo.writer")).isInstanceOf(GovernanceRefused.class).hasMessageContaining("deployed or wrote");
        inUse().decide(waits.id(), "APPROVE", "change.manager");
        assertThat(sets().active()).isEqualTo(own);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"Somebody Else|Nobody here is called 'Somebody Else'", "jo.writer, the consultants|Nobody here is called 'the consultants'",
        "Twin Name|More than one person here is called 'Twin Name': twin.one, twin.two", ",|'author' is required"})
    void anAuthorWhoIsNobodyHereIsRefused(String author, String sentence) {
        IdentityService identity = driver.engine().getIdentityService();
        person(identity, "jo.writer", "Jö", "Writer");
        person(identity, "twin.one", "Twin", "Name");
        person(identity, "twin.two", "Twin", "Name");
        String own = sets().deploy(ModelVariants.changedEverywhere("processes/ring-policy.dmn", "<text>15</text>", "<text>93</text>"));
        assertThatThrownBy(() -> inUse().ask(own, "admin", author)).isInstanceOf(GovernanceRefused.class).hasMessageContaining(sentence);
        assertThat(inUse().ask(own, "admin")).as("nothing has changed").isPresent();
    }

    /** Asked for before authors were looked up. */
    @Test
    void aProposalWhoseAuthorIsFreeTextIsNotApproved() {
        String own = sets().deploy(ModelVariants.changedEverywhere("processes/ring-policy.dmn", "<text>15</text>", "<text>94</text>"));
        Proposal waits = inUse().ask(own, "admin").orElseThrow();
        program.owner().update("update hotpatch.model_set_proposal set author = 'J. Writer' where id = ?", waits.id());
        assertThatThrownBy(() -> inUse().decide(waits.id(), "APPROVE", "jo.writer")).isInstanceOf(GovernanceRefused.class).hasMessageContaining("names nobody who has an account here");
        inUse().decide(waits.id(), "REJECT", "jo.writer");
    }

    private static void person(IdentityService identity, String id, String first, String last) {
        if (identity.createUserQuery().userId(id).count() == 0) {
            User user = identity.newUser(id);
            user.setFirstName(first);
            user.setLastName(last);
            user.setEmail(id + "@example.com");
            user.setPassword(id);
            identity.saveUser(user);
        }
    }

    /** Who may write into the folder and start the program is one person. */
    @Test
    void aFolderThatChangedWaitsForAPersonAfterTheFirstStart() {
        StartedWith start = new StartedWith(program.bean(ModelSetChanges.class), program.bean(ShortTransactions.class), program.bean(JdbcTemplate.class));
        Models first = ModelVariants.changedEverywhere("processes/ring-policy.dmn", "<text>15</text>", "<text>16</text>");
        assertThat(start.folderAtFirst(first)).as("nothing was approved yet").isEmpty();
        String begun = sets().active();
        assertThat(begun).isNotEqualTo(seeded);

        Models changed = ModelVariants.changedEverywhere("processes/ring-policy.dmn", "<text>15</text>", "<text>90</text>");
        assertThat(start.folder(changed).orElseThrow()).contains("/etc/models", "are not in use", "waits for a change manager");
        Proposal waits = program.bean(ModelSetChanges.class).all().get(0);
        assertThat(start.folder(changed).orElseThrow()).as("asked once").contains("proposal " + waits.id() + " waits");
        assertThat(sets().active()).isEqualTo(begun);
        assertThat(waits.asked().changes()).contains("processes/ring-policy.dmn");
        assertThat(waits.decision().proposedBy()).isEqualTo("hotpatch-cycle");

        inUse().decide(waits.id(), "APPROVE", "change.manager");
        assertThat(sets().active()).isEqualTo(waits.asked().deployment());
        assertThat(start.folder(changed)).as("in use now").isEmpty();
        assertThat(sets().active()).isEqualTo(waits.asked().deployment());

        assertThat(start.folder(first).orElseThrow()).contains("are not in use");
        Proposal back = program.bean(ModelSetChanges.class).all().get(0);
        inUse().decide(back.id(), "REJECT", "cab.member");
        assertThat(start.folder(first).orElseThrow()).contains("cab.member decided proposal " + back.id() + " with REJECT");
        assertThat(sets().active()).isEqualTo(waits.asked().deployment());

        assertThat(start.folder(changed)).as("in use as before").isEmpty();
    }

    @Test
    void aFolderWithoutTheWatchOfPassedRingsIsRefusedAtTheFirstStartAndLaterNobodyIsAskedAboutIt() {
        StartedWith start = new StartedWith(program.bean(ModelSetChanges.class), program.bean(ShortTransactions.class), program.bean(JdbcTemplate.class));
        Models lacking = ModelVariants.without("processes/ring-watch.bpmn");
        int before = program.bean(ModelSetChanges.class).all().size();
        assertThat(start.folder(lacking).orElseThrow()).contains("/etc/models", "are not in use", "it lacks [ring-watch]", "New cycles run on model set " + seeded);
        assertThat(start.folder(lacking).orElseThrow()).as("at each start").contains("it lacks [ring-watch]");
        assertThat(program.bean(ModelSetChanges.class).all()).hasSize(before);
        assertThatThrownBy(() -> start.folderAtFirst(lacking)).isInstanceOf(ModelSetRefused.class).hasMessageContaining("it lacks [ring-watch]");
        assertThat(sets().active()).isEqualTo(seeded);
    }

    /** Two people took another set into use; the folder is still somebody's way in, and nobody reads a log. */
    @Test
    void eachFolderThatChangedIsAProposalAgainWhoeverTookASetIntoUse() {
        StartedWith start = new StartedWith(program.bean(ModelSetChanges.class), program.bean(ShortTransactions.class), program.bean(JdbcTemplate.class));
        Models first = ModelVariants.changedEverywhere("processes/ring-policy.dmn", "<text>15</text>", "<text>17</text>");
        program.owner().update("delete from hotpatch.model_set_proposal");
        start.folderAtFirst(first);
        inUse().ask(seeded, "admin");
        int before = program.bean(ModelSetChanges.class).all().size();
        assertThat(start.folder(first).orElseThrow()).as("not changed since").contains("admin took another model set into use since");
        assertThat(program.bean(ModelSetChanges.class).all()).hasSize(before);

        Models second = ModelVariants.changedEverywhere("processes/ring-policy.dmn", "<text>15</text>", "<text>18</text>");
        assertThat(start.folder(second).orElseThrow()).contains("waits for a change manager");
        Proposal waits = newest();
        assertThat(waits.asked().comparedWith()).isEqualTo(seeded);
        inUse().decide(waits.id(), "APPROVE", "change.manager");
        assertThat(sets().active()).isEqualTo(waits.asked().deployment());

        inUse().ask(seeded, "admin");
        assertThat(start.folder(second).orElseThrow()).as("not changed since it was approved").contains("with APPROVE, and another model set was taken into use since");
        assertThat(start.folder(first).orElseThrow()).as("what was in use once needs two people again").contains("waits for a change manager");
        assertThat(newest().id()).isGreaterThan(waits.id());
        inUse().decide(newest().id(), "REJECT", "cab.member");
        assertThat(start.folder(second).orElseThrow()).as("changed once more, to what was approved before").contains("waits for a change manager");
        inUse().decide(newest().id(), "REJECT", "cab.member");
        assertThat(sets().active()).isEqualTo(seeded);
    }

    /** Without its setting the folder's set is still the one that two people took into use. */
    @Test
    void aFolderThatWasApprovedIsNotReplacedByWhatTheProgramWasBuiltWith() {
        StartedWith start = new StartedWith(program.bean(ModelSetChanges.class), program.bean(ShortTransactions.class), program.bean(JdbcTemplate.class));
        start.folder(ModelVariants.changedEverywhere("processes/ring-policy.dmn", "<text>15</text>", "<text>19</text>"));
        Proposal waits = newest();
        inUse().decide(waits.id(), "APPROVE", "change.manager");
        sets().seed(Models.builtIn());
        assertThat(sets().active()).isEqualTo(waits.asked().deployment());
        inUse().ask(seeded, "admin");
    }

    private Proposal newest() {
        return program.bean(ModelSetChanges.class).all().get(0);
    }

    @Test
    void theCheckTellsWhoApprovesThatNobodyIsAsked() {
        Proposal waits = inUse().ask(sets().deploy(ModelVariants.withoutApproval()), "admin").orElseThrow();
        assertThat(waits.asked().findings()).contains("No file holds the task 'approveChange'");
        inUse().decide(waits.id(), "REJECT", "cab.member");
    }

    /** The engine would call any method of any bean and class: who may deploy could record an approval, or run a program on the server. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "${verdict == 'PROCEED'}|${jdbcTemplate.execute('delete from hotpatch.halt') == null}|calls something",
        "${verdict == 'PROCEED'}|${''.getClass().forName('java.lang.Runtime') == null}|calls something",
        "${verdict == 'PROCEED'}|#{approvals['decide']}|calls something",
        "camunda:delegateExpression=\"${assessRing}\"|camunda:class=\"io.evil.Delegate\"|names a Java class",
        "camunda:delegateExpression=\"${assessRing}\"|camunda:expression=\"${assessRing}\"|names an expression as a step",
        "<bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\">${verdict == 'PROCEED'}|<bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\" language=\"juel\">${''.getClass() == null}|a language of its own",
        "camunda:delegateExpression=\"${assessRing}\"|camunda:delegateExpression=\"${assessRing}\" camunda:resource=\"deployment://x.groovy\"|names a script"})
    void aModelThatBringsCodeIsRefused(String right, String wrong, String sentence) {
        assertThatThrownBy(() -> sets().deploy(ModelVariants.changed("processes/ring-rollout.bpmn", right, wrong))).isInstanceOf(ModelSetRefused.class)
                .hasMessageContaining(sentence).hasMessageContaining("Camunda Modeler");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "<inputExpression id=\"inputExpression_dataFresh\"|<inputExpression expressionLanguage=\"juel\" id=\"inputExpression_dataFresh\"",
        "<definitions |<definitions expressionLanguage=\"groovy\" "})
    void aTableThatBringsCodeIsRefused(String right, String wrong) {
        assertThatThrownBy(() -> sets().deploy(ModelVariants.changed("processes/ring-gate.dmn", right, wrong))).isInstanceOf(ModelSetRefused.class)
                .hasMessageContaining("a language of its own").hasMessageContaining("Camunda Modeler");
    }

    static List<Door> doors() {
        return Doors.all();
    }

    /** Modeler and REST deploy past the check of model sets; nothing of the file may be kept, and nothing in it may have run. */
    @ParameterizedTest
    @MethodSource("doors")
    void noDoorLetsCodeInWhoeverDeploys(Door door) {
        RepositoryService repository = program.bean(RepositoryService.class);
        assertThatThrownBy(() -> repository.createDeployment().addString(door.file(), door.content()).deploy()).isInstanceOf(BadUserRequestException.class)
                .hasMessageContaining(door.says()).hasMessageContaining("Nothing has changed");
        assertThat(repository.createProcessDefinitionQuery().processDefinitionKey("door").count()
                + repository.createDecisionDefinitionQuery().decisionDefinitionKey("door").count()).isZero();
        assertThat(System.getProperty(Doors.MARK)).isNull();
    }

    /** What got past everybody who looks at models still finds nothing that would run it. */
    @Test
    void theEngineRunsNoCodeWhateverItIsGiven() {
        ProcessEngineConfigurationImpl engine = (ProcessEngineConfigurationImpl) driver.engine().getProcessEngineConfiguration();
        assertThatThrownBy(() -> inside(() -> engine.getScriptingEngines().getScriptEngineForLanguage("juel"))).hasMessageContaining("It was not run");
        assertThatThrownBy(() -> inside(() -> engine.getScriptingEnvironment().execute(engine.getScriptFactory().createScriptFromSource("juel", "${" + Doors.CALL + "}"), null))).hasMessageContaining("It was not run");
        assertThatThrownBy(() -> engine.getArtifactFactory().getArtifact(ModelSetIT.class)).hasMessageContaining("It was not used");
        assertThatThrownBy(() -> ((JuelExpressionManager) engine.getExpressionManager()).createValueExpression("${" + Doors.CALL + "}")).hasMessageContaining("calls something");
        for (String language : List.of("juel", "groovy", "http://www.w3.org/1999/XPath")) {
            String table = Doors.decision("", "<variable name='o' typeRef='string'/><literalExpression id='l' expressionLanguage='" + language + "'><text>${" + Doors.CALL + "}</text></literalExpression>");
            assertThatThrownBy(() -> asked(table))
                    .hasStackTraceContaining("It was not evaluated");
        }
        assertThat(System.getProperty(Doors.MARK)).isNull();
    }

    /** FEEL has a word for calling methods of Java; the engine must not know it. */
    @Test
    void aTableInFeelCallsNoJava() {
        String table = Doors.decision("", "<variable name='o' typeRef='string'/><literalExpression id='l'><text>{set: function(key, value) external {java: {class: \"java.lang.System\", "
                + "method signature: \"setProperty(java.lang.String,java.lang.String)\"}}, done: set(\"" + Doors.MARK + "\", \"open\")}.done</text></literalExpression>");
        assertThatThrownBy(() -> asked(table)).hasStackTraceContaining("External functions are disabled");
        assertThat(System.getProperty(Doors.MARK)).isNull();
    }

    /** What the engine's own engine for tables says of the decision {@code door}, nobody having looked at it. */
    private static Object asked(String table) {
        DmnEngine tables = ((ProcessEngineConfigurationImpl) driver.engine().getProcessEngineConfiguration()).getDmnEngine();
        return inside(() -> tables.evaluateDecision(tables.parseDecision("door", new ByteArrayInputStream(table.getBytes(StandardCharsets.UTF_8))), Map.of()));
    }

    private static Object inside(Supplier<Object> work) {
        return ((ProcessEngineConfigurationImpl) driver.engine().getProcessEngineConfiguration()).getCommandExecutorTxRequired().execute(context -> work.get());
    }

    /** The environment holds secrets, and a task may carry an expression as its name. */
    @ParameterizedTest
    @ValueSource(strings = {"systemEnvironment", "systemProperties", "environment", "dataSource", "jdbcTemplate"})
    void anExpressionSeesNoBeanButThoseThatModelsCall(String bean) {
        RepositoryService repository = program.bean(RepositoryService.class);
        String model = "<?xml version='1.0' encoding='UTF-8'?><bpmn:definitions xmlns:bpmn='http://www.omg.org/spec/BPMN/20100524/MODEL' xmlns:camunda='http://camunda.org/schema/1.0/bpmn' targetNamespace='t'>"
                + "<bpmn:process id='shows' isExecutable='true' camunda:historyTimeToLive='1'><bpmn:startEvent id='s'/><bpmn:sequenceFlow id='f' sourceRef='s' targetRef='x'/>"
                + "<bpmn:userTask id='x' name='It is ${" + bean + "}'/></bpmn:process></bpmn:definitions>";
        String deployment = repository.createDeployment().addString("shows.bpmn", model).deploy().getId();
        try {
            assertThatThrownBy(() -> driver.engine().getRuntimeService().startProcessInstanceByKey("shows")).hasMessageContaining("Cannot resolve identifier '" + bean + "'");
        } finally {
            repository.deleteDeployment(deployment, true);
        }
    }

    @Test
    void aFilterOfTasklistCallsNothingEither() {
        Filter filter = driver.engine().getFilterService().newTaskFilter("evil");
        filter.setQuery(driver.engine().getTaskService().createTaskQuery().taskAssigneeExpression("${modelSets.active()}"));
        driver.engine().getFilterService().saveFilter(filter);
        try {
            assertThatThrownBy(() -> driver.engine().getFilterService().list(filter.getId())).hasMessageContaining("calls something");
        } finally {
            driver.engine().getFilterService().deleteFilter(filter.getId());
        }
    }

    /** A running cycle goes over to a set that two people took into use, and to no other; the engine does not keep what became of each step. */
    @Test
    void aRunningCycleIsMovedOnlyToAnApprovedSetAndItsTrailTellsTheMapping() {
        String cycle = driver.publishHotpatch();
        Task task = driver.task("approveChange");
        String own = sets().deploy(ModelVariants.changed("processes/patch-cycle.bpmn", "name=\"Patch cycle\"", "name=\"Corrected\""));
        String target = driver.engine().getRepositoryService().createProcessDefinitionQuery().deploymentId(own).processDefinitionKey("patch-cycle").singleResult().getId();
        assertThatThrownBy(() -> move(task, target)).hasMessageContaining("Model set " + own + " was never in use");
        assertThat(driver.task("approveChange").getProcessDefinitionId()).as("nothing has changed").isEqualTo(task.getProcessDefinitionId());

        inUse().use(own, "admin");
        driver.engine().getIdentityService().setAuthentication("admin", List.of("camunda-admin"));
        try {
            move(task, target);
        } finally {
            driver.engine().getIdentityService().clearAuthentication();
        }
        assertThat(driver.task("approveChange").getProcessDefinitionId()).isEqualTo(target);
        assertThat(program.bean(JdbcTemplate.class).queryForList("select actor || ' ' || (data ->> 'mapping') from hotpatch.event where type = 'instance.migrated' and cycle_id = ?",
                String.class, cycle)).singleElement().asString().startsWith("admin ").contains("approveChange -> approveChange");
    }

    private static void move(Task task, String target) {
        RuntimeService runtime = driver.engine().getRuntimeService();
        runtime.newMigration(runtime.createMigrationPlan(task.getProcessDefinitionId(), target).mapEqualActivities().build())
                .processInstanceIds(task.getProcessInstanceId()).execute();
    }
}
