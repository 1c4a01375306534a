package io.hotpatchcycle;

import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.database.DataFolder;
import io.hotpatchcycle.graph.AccessTokens;
import io.hotpatchcycle.graph.ClientCredentials;
import io.hotpatchcycle.graph.GraphSettings;
import io.hotpatchcycle.graph.GraphTenant;
import io.hotpatchcycle.graph.SignInSettings;
import io.hotpatchcycle.sandbox.ReleaseList;
import io.hotpatchcycle.sandbox.SandboxSettings;
import io.hotpatchcycle.sandbox.SandboxTenant;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The tenant: by default the sandbox in this process, or one that runs beside it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HotpatchSettings.class)
public class TenantConfiguration {

    @Bean(destroyMethod = "close")
    @ConditionalOnExpression("${hotpatch.sandbox.enabled:true} and '${hotpatch.graph.base-url:}'.isEmpty()")
    SandboxTenant sandboxTenant(HotpatchSettings settings, DataFolder data) {
        HotpatchSettings.Sandbox sandbox = settings.sandbox();
        Path state = sandbox.state() == null ? data.dataDir().resolve("sandbox") : sandbox.state();
        try {
            ReleaseList releases = sandbox.releases() == null ? ReleaseList.bundled() : ReleaseList.read(sandbox.releases());
            return SandboxTenant.start(SandboxSettings.defaults().withPort(sandbox.port()).withFleet(sandbox.devices(), sandbox.seed())
                    .withState(state).withReleases(releases).withGateAnswer(sandbox.gateAnswer()).withUninstalls(sandbox.uninstalls())
                    .withUnits(settings.rings().stream().filter(ring -> ring.name() != null && ring.groupId() == null).map(HotpatchSettings.Ring::name).toList()), sandbox.faults());
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
    GraphTenant graphTenant(HotpatchSettings settings, ObjectProvider<SandboxTenant> sandbox, @Qualifier(Clocks.WALL) Clock wallClock,
                            ObjectProvider<DataSource> database, @Value("${hotpatch.graph.budget-share:0.8}") double budgetShare) {
        GraphSettings graph = graphSettings(settings, tenantUrl(settings, sandbox), wallClock);
        if (settings.sandbox().enabled()) {
            return new GraphTenant(graph);
        }
        try {
            return GraphTenant.metered(graph, database.getObject(), budgetShare, wallClock, TenantConfiguration::sleep);
        } catch (IllegalArgumentException e) {
            throw new StartRefusedException(e.getMessage(), e);
        }
    }

    /** Beside the tenant's clock, because its times and ours stand beside each other in the evidence. */
    @Bean(initMethod = "start", destroyMethod = "close")
    @ConditionalOnProperty(name = "hotpatch.headless", havingValue = "false", matchIfMissing = true)
    ClockWatch clockWatch(HotpatchSettings settings, ObjectProvider<SandboxTenant> sandbox, Trail trail, @Qualifier(Clocks.WALL) Clock wallClock) {
        return new ClockWatch(URI.create(graphSettings(settings, tenantUrl(settings, sandbox), wallClock).baseUrl() + "/v1.0/"), hostName(), trail, wallClock);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unnamed";
        }
    }

    private static void sleep(Duration time) {
        try {
            TimeUnit.MILLISECONDS.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * How the configured tenant is reached: as an application of it, or as anybody where it is a sandbox.
     *
     * @param url of Graph; null for the global cloud
     * @throws StartRefusedException when something is missing, with the fix
     */
    public static GraphSettings graphSettings(HotpatchSettings settings, URI url, Clock wallClock) {
        HotpatchSettings.Graph graph = settings.graph();
        try {
            AccessTokens tokens = !settings.sandbox().enabled()
                    ? new ClientCredentials(new SignInSettings(graph.authority(), graph.tenantId(), graph.clientId(), graph.clientSecret(),
                            graph.certificate(), url, graph.readTimeout(), wallClock))
                    : () -> "sandbox";
            return new GraphSettings(url, tokens, graph.readTimeout(), wallClock);
        } catch (IllegalArgumentException e) {
            throw new StartRefusedException(e.getMessage(), e);
        }
    }

    private static URI tenantUrl(HotpatchSettings settings, ObjectProvider<SandboxTenant> sandbox) {
        SandboxTenant inside = sandbox.getIfAvailable();
        return inside != null ? inside.baseUrl() : settings.graph().baseUrl();
    }
}
