package io.hotpatchcycle.identity;

import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.engine.ProcessEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes people, groups, rights and filters ready before the first request is answered. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IdentitySettings.class)
class FirstPeopleConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(FirstPeopleConfiguration.class);
    /** Arbitrary, but the same on every node: two that start at once must not create everything twice. */
    private static final long LOCK = 7_160_201L;

    @Bean
    RightsInForce rightsInForce(ProcessEngine engine) {
        return new RightsInForce(engine);
    }

    @Bean
    SmartInitializingSingleton firstPeople(ProcessEngine engine, IdentitySettings settings, SignInSettings signIn, ObjectProvider<RingOwners> owners,
            JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        return () -> new TransactionTemplate(transactions).executeWithoutResult(status -> {
            jdbc.queryForList("SELECT pg_advisory_xact_lock(?)", LOCK);
            create(engine, settings, signIn, owners.getIfAvailable(() -> RingOwners.NONE));
        });
    }

    private static void create(ProcessEngine engine, IdentitySettings settings, SignInSettings signIn, RingOwners owners) {
        Rights rights = new Rights(engine.getAuthorizationService());
        FirstPeople people = new FirstPeople(engine.getIdentityService(), rights);
        Set<String> more = new TreeSet<>(signIn.roles().keySet());
        more.addAll(owners.groups());
        Set<String> given = people.createGroups(more);
        new TaskLists(engine.getFilterService(), engine.getTaskService(), rights).create(given);
        if (settings.sandbox().enabled()) {
            people.createDemoPeople();
        } else {
            people.removeDemoPeople();
            people.createAdmin(settings.admin());
        }
        LOG.info("People and groups are ready ({})", settings.sandbox().enabled() ? "demo people of the sandbox"
                : settings.admin().wanted() ? "administrator " + settings.admin().user() : "as in the database");
    }
}
