package io.hotpatchcycle.startup;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;

/**
 * The stack without the program: engine, web applications and a durable embedded PostgreSQL. The measure for our own start.
 * No stereotype, so that tests of the whole program do not find it on their way through the packages.
 */
@EnableAutoConfiguration
class BareStack {

    /** The stack alone asks nobody to sign in before its pages. */
    private static final String SIGN_IN = Stream.of("servlet.SecurityAutoConfiguration", "servlet.SecurityFilterAutoConfiguration",
            "servlet.UserDetailsServiceAutoConfiguration", "oauth2.client.servlet.OAuth2ClientAutoConfiguration",
            "oauth2.client.servlet.OAuth2ClientWebSecurityAutoConfiguration", "oauth2.resource.servlet.OAuth2ResourceServerAutoConfiguration")
            .map("org.springframework.boot.autoconfigure.security."::concat)
            .collect(Collectors.joining(",", "", ",org.springframework.boot.actuate.autoconfigure.security.servlet.ManagementWebSecurityAutoConfiguration"));

    /** @param arguments the folder of the database, and what Spring is to be told */
    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(BareStack.class);
        application.setDefaultProperties(Map.of("camunda.bpm.admin-user.id", "demo", "camunda.bpm.admin-user.password", "demo",
                "camunda.bpm.auto-deployment-enabled", "false", "spring.flyway.enabled", "false", "spring.autoconfigure.exclude", SIGN_IN));
        application.run(arguments);
    }

    @Bean(destroyMethod = "close")
    EmbeddedPostgres postgres(org.springframework.core.env.Environment environment) throws IOException {
        Path folder = Path.of(environment.getRequiredProperty("bare.folder"));
        return EmbeddedPostgres.builder().setOverrideWorkingDirectory(folder.resolve("programs").toFile()).setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(false).setLocaleConfig("locale", "C.UTF-8").setLocaleConfig("encoding", "UTF8").setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on").setPGStartupWait(Duration.ofMinutes(1)).start();
    }

    @Bean
    JdbcConnectionDetails connection(EmbeddedPostgres postgres) {
        return new JdbcConnectionDetails() {

            @Override
            public String getUsername() {
                return "postgres";
            }

            @Override
            public String getPassword() {
                return "";
            }

            @Override
            public String getJdbcUrl() {
                return postgres.getJdbcUrl("postgres", "postgres");
            }
        };
    }
}
