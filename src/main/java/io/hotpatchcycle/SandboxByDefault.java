package io.hotpatchcycle;

import java.util.Map;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.StringUtils;

/**
 * Default of {@code hotpatch.sandbox.enabled}: true only while no real tenant is named.
 *
 * <p>So every later condition can read the one property, and a tenant id alone is enough to leave the sandbox.
 */
class SandboxByDefault implements EnvironmentPostProcessor {

    static final String ENABLED = "hotpatch.sandbox.enabled";

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        boolean realTenant = StringUtils.hasText(environment.getProperty("hotpatch.graph.tenant-id"));
        environment.getPropertySources()
                .addLast(new MapPropertySource("sandboxByDefault", Map.of(ENABLED, Boolean.toString(!realTenant))));
    }
}
