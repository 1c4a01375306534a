package io.hotpatchcycle.database;

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.flyway.FlywayConfigurationCustomizer;
import org.springframework.boot.autoconfigure.flyway.FlywayMigrationStrategy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Migrations as {@code hotpatch_owner}, between two checks that the running role cannot touch the trail. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DataFolder.class)
class MigrationConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(MigrationConfiguration.class);

    @Bean
    FlywayConfigurationCustomizer hotpatchMigrations() {
        return Migrations::configure;
    }

    @Bean
    FlywayMigrationStrategy guardedMigration(DataSource app) {
        return flyway -> {
            TrailProtection.requireTwoRoles(flyway.getConfiguration().getDataSource(), app);
            flyway.migrate();
            TrailProtection.requireAppendOnly(app);
            LOG.info("Database is at version {}", version(flyway));
        };
    }

    private static String version(Flyway flyway) {
        return flyway.info().current().getVersion().getVersion();
    }
}
