package io.hotpatchcycle;

import io.hotpatchcycle.approval.Approvals;
import io.hotpatchcycle.process.EnginePace;
import io.hotpatchcycle.process.RingAdvice;
import io.hotpatchcycle.process.RunningCycles;
import io.hotpatchcycle.rehearsal.Pacemaker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** What the server does once it is up: look for releases now, let time run, and say where to go. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "hotpatch.headless", havingValue = "false", matchIfMissing = true)
class ServerStart {

    private static final Logger LOG = LoggerFactory.getLogger(ServerStart.class);

    @Bean(destroyMethod = "close")
    @ConditionalOnProperty(SandboxByDefault.ENABLED)
    Pacemaker pacemaker(TenantTime time, RunningCycles running, Approvals approvals, EnginePace engine, HotpatchSettings settings) {
        try {
            return new Pacemaker(time, running, approvals, engine, settings.sandbox().pace());
        } catch (IllegalArgumentException e) {
            throw new StartRefusedException("hotpatch.sandbox.pace cannot be used: " + e.getMessage() + ". Set it to seconds of business time per second.", e);
        }
    }

    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    ApplicationListener<ApplicationReadyEvent> ready(RunningCycles running, RingAdvice advice, HotpatchSettings settings,
                                                     @Value("${server.address:localhost}") String address) {
        return event -> {
            event.getApplicationContext().getBeanProvider(Pacemaker.class).ifAvailable(Pacemaker::start);
            running.releasePublished();
            advice.sentences().forEach(LOG::info);
            LOG.info(whereToGo(event, settings, address));
        };
    }

    private static String whereToGo(ApplicationReadyEvent event, HotpatchSettings settings, String address) {
        int port = event.getApplicationContext() instanceof ServletWebServerApplicationContext web ? web.getWebServer().getPort() : 8080;
        String host = "127.0.0.1".equals(address) ? "localhost" : address;
        return "Hotpatch Cycle is ready: http://" + host + ":" + port + (settings.sandbox().enabled()
                ? " - sign in as change.manager, change.deputy, release.manager, business.owner, cab.member, auditor or admin (password = name)" : "");
    }
}
