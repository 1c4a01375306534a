package io.hotpatchcycle.database;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.autoconfigure.flyway.FlywayConnectionDetails;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The default: without {@code spring.datasource.url} PostgreSQL runs inside.
 *
 * <p>Only the connection details are replaced; pool, migrations and their settings stay Spring Boot's, and the order
 * of bean destruction closes the pool before the server stops.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnExpression("'${spring.datasource.url:}'.isEmpty()")
class EmbeddedDatabaseConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabaseConfiguration.class);

    @Bean(destroyMethod = "close")
    EmbeddedDatabase embeddedDatabase(DataFolder folder) {
        EmbeddedDatabase database = EmbeddedDatabase.start(folder.dataDir(), EmbeddedDatabase.Durability.KEPT);
        LOG.info("PostgreSQL runs inside, data in {}, port {}", folder.dataDir().resolve("postgres"), database.port());
        return database;
    }

    @Bean
    JdbcConnectionDetails jdbcConnectionDetails(EmbeddedDatabase database) {
        return new AppConnection(database.url());
    }

    @Bean
    FlywayConnectionDetails flywayConnectionDetails(EmbeddedDatabase database) {
        return new OwnerConnection(database.url());
    }

    private record AppConnection(String getJdbcUrl) implements JdbcConnectionDetails {

        @Override
        public String getUsername() {
            return Roles.APP;
        }

        @Override
        public String getPassword() {
            return ""; // trusted on the loopback address
        }
    }

    private record OwnerConnection(String getJdbcUrl) implements FlywayConnectionDetails {

        @Override
        public String getUsername() {
            return Roles.OWNER;
        }

        @Override
        public String getPassword() {
            return "";
        }
    }
}
