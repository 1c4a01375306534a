package io.hotpatchcycle.cli;

import io.hotpatchcycle.HotpatchSettings;
import io.hotpatchcycle.StartRefusedException;
import java.util.List;
import java.util.Map;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The settings of the server as a sub-command sees them: options, environment and {@code application.yaml}, nothing started. */
record Settings(HotpatchSettings hotpatch, Environment environment) {

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(HotpatchSettings.class)
    static class OnlySettings {
    }

    /** @param options as given to the server, {@code --name=value} each */
    static Settings read(List<String> options) {
        for (String option : options) {
            if (!option.startsWith("--") || !option.contains("=")) {
                throw new IllegalArgumentException("'" + option + "' is neither an option of this command nor a setting such as --hotpatch.mode=observe.");
            }
        }
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(OnlySettings.class).web(WebApplicationType.NONE)
                .properties(Map.of("spring.main.lazy-initialization", "true")).run(options.toArray(String[]::new))) {
            return new Settings(context.getBean(HotpatchSettings.class), context.getEnvironment());
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(StartRefusedException.in(e).map(Throwable::getMessage)
                    .orElseGet(() -> "The settings cannot be read: " + reason(e) + "."), e);
        }
    }

    /** The setting that cannot be read, or else the innermost reason. */
    private static String reason(Throwable e) {
        Throwable cause = e;
        for (; cause.getCause() != null && cause.getCause() != cause; cause = cause.getCause()) {
            if (cause instanceof BindException wrong && wrong.getProperty() != null) {
                return wrong.getName() + " cannot be '" + wrong.getProperty().getValue() + "'";
            }
        }
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }

    String text(String property) {
        return environment.getProperty(property, "");
    }
}
