package io.hotpatchcycle.database;

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** The one description of how the database is brought up to date, with Spring and without. */
public final class Migrations {

    private Migrations() {
    }

    /**
     * Brings a database up to date.
     *
     * @param owner connections as {@code hotpatch_owner}
     */
    public static void apply(DataSource owner) {
        FluentConfiguration configuration = Flyway.configure().dataSource(owner);
        configure(configuration);
        configuration.load().migrate();
    }

    static void configure(FluentConfiguration configuration) {
        configuration.schemas("hotpatch")
                .defaultSchema("hotpatch")
                .createSchemas(true)
                .locations("classpath:db/migration")
                .javaMigrations(new EngineTables())
                .cleanDisabled(true)
                .failOnMissingLocations(true);
    }
}
