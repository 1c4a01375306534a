package io.hotpatchcycle.process;

import io.hotpatchcycle.audit.Trail;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.ProcessEnginePlugin;
import org.camunda.bpm.engine.impl.incident.IncidentHandler;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Incidents of failed steps are made by {@link IncidentReports} instead of the engine's own handler. */
@Configuration(proxyBeanMethods = false)
class IncidentConfiguration {

    @Bean
    ProcessEnginePlugin incidentsToTheTrail(Trail trail) {
        return new AbstractProcessEnginePlugin() {
            @Override
            public void preInit(ProcessEngineConfigurationImpl engine) {
                List<IncidentHandler> handlers = new ArrayList<>(List.of(new IncidentReports(trail)));
                if (engine.getCustomIncidentHandlers() != null) {
                    handlers.addAll(engine.getCustomIncidentHandlers());
                }
                engine.setCustomIncidentHandlers(handlers);
                engine.getCustomHistoryEventHandlers().add(new OperationTrail(trail));
            }
        };
    }
}
