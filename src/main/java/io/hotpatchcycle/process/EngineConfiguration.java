package io.hotpatchcycle.process;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import io.hotpatchcycle.Clocks;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.database.EmbeddedDatabase;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.ProcessEnginePlugin;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.camunda.bpm.engine.impl.jobexecutor.JobHandler;
import org.camunda.bpm.engine.impl.persistence.deploy.Deployer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationContext;
import org.springframework.boot.autoconfigure.flyway.FlywayMigrationInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Settings of the engine that have no property in {@code application.yaml}. */
@Configuration(proxyBeanMethods = false)
class EngineConfiguration {

    @Bean
    EngineClock engineClock(@Qualifier(Clocks.BUSINESS) Clock businessClock) {
        return new EngineClock(businessClock);
    }

    /** Asks for the clock and the finished migrations, so the engine is built after both. */
    @Bean
    ProcessEnginePlugin engineSettings(EngineClock clock, FlywayMigrationInitializer migrated, ObjectProvider<RefusedDecisions> refused,
                                       ObjectProvider<ModelSets> modelSets, ObjectProvider<KnownMigrations.Records> migrations, ObjectProvider<Cycles> cycles, ApplicationContext beans) {
        return new EngineSettings(refused::getIfAvailable, modelSets, new PlainExpressions(beans), new KnownMigrations(migrations::getIfAvailable, cycles::getIfAvailable));
    }

    /**
     * The embedded database has one user, so a lock found at start was left by a killed run. It would expire in
     * engine time only, after days at a stretched lock time.
     */
    @Bean
    ProcessEnginePlugin orphanedLocks(ObjectProvider<EmbeddedDatabase> embedded, JdbcTemplate jdbc) {
        boolean alone = embedded.getIfAvailable() != null;
        return new AbstractProcessEnginePlugin() {
            @Override
            public void postProcessEngineBuild(ProcessEngine engine) {
                if (alone) {
                    release(jdbc);
                }
            }
        };
    }

    private static void release(JdbcTemplate jdbc) {
        jdbc.update("UPDATE public.act_ru_job SET lock_owner_ = NULL, lock_exp_time_ = NULL WHERE lock_owner_ IS NOT NULL");
    }

    @Bean
    EnginePace enginePace(ObjectProvider<JobExecutor> jobExecutor) {
        return new EnginePace(jobExecutor.getIfAvailable());
    }

    private static final class EngineSettings extends AbstractProcessEnginePlugin {

        /** People and groups carry dots, hyphens and, from a directory, GUIDs. */
        private static final String ID_PATTERN = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

        private final Supplier<RefusedDecisions> refused;
        private final ObjectProvider<ModelSets> modelSets;
        private final PlainExpressions expressions;
        private final KnownMigrations runtime;

        EngineSettings(Supplier<RefusedDecisions> refused, ObjectProvider<ModelSets> modelSets, PlainExpressions expressions, KnownMigrations runtime) {
            this.runtime = runtime;
            this.expressions = expressions;
            this.refused = refused;
            this.modelSets = modelSets;
        }

        @Override
        public void preInit(ProcessEngineConfigurationImpl engine) {
            engine.setGeneralResourceWhitelistPattern(ID_PATTERN);
            engine.setUserResourceWhitelistPattern(ID_PATTERN);
            engine.setGroupResourceWhitelistPattern(ID_PATTERN);
            // what the program does by itself belongs into the operation log as well
            engine.setRestrictUserOperationLogToAuthenticatedUsers(false);
            engine.setFailedJobCommandFactory(new WaitAsTold());
            // otherwise an error nobody catches ends its path without a word
            engine.setEnableExceptionsAfterUnhandledBpmnError(true);
            // a candidate may claim, give back and complete a task, not hand it to others or change its candidates
            engine.setDefaultUserPermissionNameForTask("TASK_WORK");
            engine.setTaskService(new OwnClaims());
            // every model carries its own time to live; a stray one is not refused but kept as long as ours
            engine.setHistoryTimeToLive("P400D");
            engine.setEnforceHistoryTimeToLive(false);
            // a model says what comes after what; what is done stands in this program
            engine.setExpressionManager(expressions);
            engine.setRuntimeService(runtime);
            engine.setBpmnParseFactory(NoCodeInModels::new);
            List<Deployer> deployers = new ArrayList<>(List.of(new NoCodeInFiles()));
            if (engine.getCustomPreDeployers() != null) {
                deployers.addAll(engine.getCustomPreDeployers());
            }
            engine.setCustomPreDeployers(deployers);
            NoCodeRuns.in(engine);
            List<CommandInterceptor> outermost = new ArrayList<>(List.of(new RefusalInterceptor(refused),
                    new KeptHistory(engine::getIdentityService), new ActiveIntake.AfterDeployment(() -> modelSets.ifAvailable(ModelSets::keepTimer))));
            Supplier<Optional<String>> active = () -> Optional.ofNullable(modelSets.getIfAvailable()).flatMap(ModelSets::found);
            engine.setCorrelationHandler(new ActiveIntake.Messages(active));
            engine.setDelegateInterceptor(new ApprovedSteps(() -> Optional.ofNullable(modelSets.getIfAvailable()).map(ModelSets::rows)));
            List<JobHandler> handlers = new ArrayList<>(List.of(new ActiveIntake.Starter(active)));
            if (engine.getCustomJobHandlers() != null) {
                handlers.addAll(engine.getCustomJobHandlers());
            }
            engine.setCustomJobHandlers(handlers);
            if (engine.getCustomPreCommandInterceptorsTxRequired() != null) {
                outermost.addAll(engine.getCustomPreCommandInterceptorsTxRequired());
            }
            engine.setCustomPreCommandInterceptorsTxRequired(outermost);
        }
    }
}
