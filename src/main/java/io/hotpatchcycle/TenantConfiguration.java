package io.hotpatchcycle;

import io.hotpatchcycle.database.DataFolder;
import io.hotpatchcycle.graph.GraphSettings;
import io.hotpatchcycle.graph.GraphTenant;
import io.hotpatchcycle.sandbox.ReleaseList;
import io.hotpatchcycle.sandbox.SandboxSettings;
import io.hotpatchcycle.sandbox.SandboxTenant;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The tenant: by default the sandbox in this process, or one that runs beside it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HotpatchSettings.class)
class TenantConfiguration {

    @Bean(destroyMethod = "close")
    @ConditionalOnExpression("${hotpatch.sandbox.enabled:true} and '${hotpatch.graph.base-url:}'.isEmpty()")
    SandboxTenant sandboxTenant(HotpatchSettings settings, DataFolder data) {
        HotpatchSettings.Sandbox sandbox = settings.sandbox();
        Path state = sandbox.state() == null ? data.dataDir().resolve("sandbox") : sandbox.state();
        try {
            ReleaseList releases = sandbox.releases() == null ? ReleaseList.bundled() : ReleaseList.read(sandbox.releases());
            return SandboxTenant.start(SandboxSettings.defaults().withPort(sandbox.port()).withFleet(sandbox.devices(), sandbox.seed())
                    .withState(state).withReleases(releases).withGateAnswer(sandbox.gateAnswer()));
        } catch (IllegalArgumentException e) {
            throw new StartRefusedException(e.getMessage(), e);
        }
    }

    @Bean
    @ConditionalOnExpression("${hotpatch.sandbox.enabled:true}")
    TenantTime tenantTime(HotpatchSettings settings, ObjectProvider<SandboxTenant> sandbox) {
        return new TenantTime(tenantUrl(settings, sandbox), Clock.systemUTC());
    }

    @Bean
    GraphTenant graphTenant(HotpatchSettings settings, ObjectProvider<SandboxTenant> sandbox, @Qualifier(Clocks.WALL) Clock wallClock) {
        if (!settings.sandbox().enabled()) {
            throw new StartRefusedException("hotpatch.sandbox.enabled is false, but this version cannot sign in to a real tenant yet. "
                    + "Leave the sandbox on.");
        }
        return new GraphTenant(new GraphSettings(tenantUrl(settings, sandbox), () -> "sandbox", settings.graph().readTimeout(), wallClock));
    }

    private static URI tenantUrl(HotpatchSettings settings, ObjectProvider<SandboxTenant> sandbox) {
        SandboxTenant inside = sandbox.getIfAvailable();
        return inside != null ? inside.baseUrl() : settings.graph().baseUrl();
    }
}
