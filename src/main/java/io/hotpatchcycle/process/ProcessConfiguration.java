package io.hotpatchcycle.process;

import io.hotpatchcycle.Clocks;
import io.hotpatchcycle.approval.Approvals;
import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.cycle.Emergencies;
import io.hotpatchcycle.cycle.ReleaseDecisions;
import io.hotpatchcycle.evidence.Procedure;
import io.hotpatchcycle.governance.ModelSetProposals;
import io.hotpatchcycle.process.history.EngineHistory;
import io.hotpatchcycle.process.task.Deciders;
import io.hotpatchcycle.release.Releases;
import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.rollout.RollBacks;
import io.hotpatchcycle.rollout.ShortTransactions;
import java.time.Clock;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.ProcessEngineImpl;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** The beans of this package that others use. */
@Configuration(proxyBeanMethods = false)
class ProcessConfiguration {

    @Bean
    ModelSets modelSets(RepositoryService repository, IdentityService identity, JdbcTemplate jdbc, Trail trail) {
        return new ModelSets(repository, identity, new ModelSetRows(jdbc), trail);
    }

    @Bean
    CheckedTables checkedTables(ModelSets modelSets, RepositoryService repository, RuntimeService runtime, IdentityService identity, ObjectProvider<Procedure> procedure,
                                Rings rings) {
        return new CheckedTables(modelSets, repository, runtime, identity, procedure::getObject, rings.settings());
    }

    @Bean
    EditorsOfModelSets modelEditors(HistoryService history, RepositoryService repository, RuntimeService runtime, IdentityService identity, JdbcTemplate jdbc) {
        return new EditorsOfModelSets(history, repository, runtime, identity, new ModelSetRows(jdbc));
    }

    @Bean
    FrozenModels frozenModels(RepositoryService repository, RuntimeService runtime, IdentityService identity, JdbcTemplate jdbc, Cycles cycles) {
        return new FrozenModels(repository, runtime, identity, new ModelSetRows(jdbc), cycles);
    }

    @Bean
    KnownPeople knownPeople(IdentityService identity) {
        return new KnownPeople(identity);
    }

    @Bean
    ModelSetChanges modelSetChanges(ModelSets modelSets, CheckedTables tables, ModelSetProposals proposals, Procedure procedure, EditorsOfModelSets editors, JdbcTemplate jdbc) {
        return new ModelSetChanges(modelSets, tables, proposals, procedure, editors, new ModelSetRows(jdbc));
    }

    @Bean
    KnownMigrations.Records migrationRecords(JdbcTemplate jdbc, Trail trail, ShortTransactions transactions) {
        return new KnownMigrations.Records(new ModelSetRows(jdbc), trail, transactions);
    }

    @Bean
    RefusedDecisions refusedDecisions(Approvals approvals, TaskService tasks, IdentityService identity, ShortTransactions transactions) {
        return new RefusedDecisions(approvals, tasks, identity, transactions);
    }

    @Bean
    CycleStarts cycleStarts(Releases releases, Cycles cycles, ModelSets modelSets, RuntimeService runtime, Deciders deciders,
                            @Value("${hotpatch.include-oob:false}") boolean includeOutOfBand) {
        return new CycleStarts(releases, cycles, modelSets, runtime, deciders, includeOutOfBand);
    }

    @Bean
    RunningCycles runningCycles(Cycles cycles, Emergencies emergencies, RuntimeService runtime, TaskService tasks, IdentityService identity, ShortTransactions transactions) {
        return new RunningCycles(cycles, emergencies, runtime, tasks, identity, transactions);
    }

    @Bean
    ExceptionStarts exceptionStarts(ModelSets modelSets, RuntimeService runtime, IdentityService identity) {
        return new ExceptionStarts(modelSets, runtime, identity);
    }

    @Bean
    DecisionStarts decisionStarts(ReleaseDecisions decisions, ModelSets modelSets, RuntimeService runtime, IdentityService identity,
                                  @Qualifier(Clocks.BUSINESS) Clock businessClock) {
        return new DecisionStarts(decisions, modelSets, runtime, identity, businessClock);
    }

    @Bean
    RollBackStarts rollBackStarts(RollBacks rollBacks, Cycles cycles, ModelSets modelSets, RuntimeService runtime, IdentityService identity) {
        return new RollBackStarts(rollBacks, cycles, modelSets, runtime, identity);
    }

    @Bean
    StartUp startUp(ModelSets modelSets, ModelSetChanges changes, Rings rings, @Value("${hotpatch.models:}") String folder, ShortTransactions transactions, JdbcTemplate jdbc) {
        return new StartUp(modelSets, changes, rings.settings(), folder, transactions, new ModelSetRows(jdbc));
    }

    @Bean
    RingAdvice ringAdvice(Rings rings, ModelSets modelSets) {
        return new RingAdvice(rings, modelSets);
    }

    @Bean
    Procedure procedure(RepositoryService repository, HistoryService history, IdentityService identity, EngineHistory engine) {
        return new CycleProcedure(repository, history, identity, engine);
    }

    @Bean
    EngineDriver engineDriver(ProcessEngine engine) {
        return new EngineDriver((ProcessEngineImpl) engine);
    }
}
