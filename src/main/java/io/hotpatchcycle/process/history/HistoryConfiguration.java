package io.hotpatchcycle.process.history;

import io.hotpatchcycle.governance.Retention;
import org.camunda.bpm.engine.ProcessEngine;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans of this package. */
@Configuration(proxyBeanMethods = false)
class HistoryConfiguration {

    @Bean
    EngineHistory engineHistory(ProcessEngine engine) {
        return new EngineHistory(engine);
    }

    @Bean
    Retention.EngineRecords engineRecords(ProcessEngine engine) {
        return new CleanedHistory(engine.getHistoryService(), engine.getIdentityService());
    }
}
