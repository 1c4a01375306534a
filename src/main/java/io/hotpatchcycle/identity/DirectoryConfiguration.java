package io.hotpatchcycle.identity;

import io.hotpatchcycle.Clocks;
import io.hotpatchcycle.StartRefusedException;
import io.hotpatchcycle.audit.Trail;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.security.oauth2.client.ConditionalOnOAuth2ClientRegistrationProperties;
import org.springframework.boot.autoconfigure.security.oauth2.client.OAuth2ClientProperties;
import org.springframework.boot.autoconfigure.security.oauth2.client.OAuth2ClientPropertiesMapper;
import org.springframework.boot.autoconfigure.security.oauth2.resource.OAuth2ResourceServerProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.SupplierClientRegistrationRepository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The directory people sign in through, where one is connected. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({SignInSettings.class, OAuth2ClientProperties.class, OAuth2ResourceServerProperties.class})
class DirectoryConfiguration {

    /** For clients that come with the same token again and again. */
    private static final Duration LOOKUP_KEPT = Duration.ofMinutes(5);

    /** Asked for at the first sign-in, not at start: with the directory away, break-glass accounts must still get in. */
    @Bean
    @ConditionalOnOAuth2ClientRegistrationProperties
    ClientRegistrationRepository directories(OAuth2ClientProperties properties) {
        return new SupplierClientRegistrationRepository(() -> new InMemoryClientRegistrationRepository(
                List.<ClientRegistration>copyOf(new OAuth2ClientPropertiesMapper(properties).asClientRegistrations().values())));
    }

    @Bean
    DirectorySignIn directorySignIn(SignInSettings settings, ObjectProvider<GroupLookup> lookup, ProcessEngine engine, Trail trail, JdbcTemplate jdbc,
                                    PlatformTransactionManager transactions, @Qualifier(Clocks.WALL) Clock wallClock) {
        return new DirectorySignIn(new DirectoryClaims(settings, lookup.getIfAvailable(), new RecentLookups(LOOKUP_KEPT, wallClock)),
                new DirectoryPeople(engine, trail, jdbc, new TransactionTemplate(transactions)), settings.subjectClaim());
    }

    @Bean
    Accounts accounts(ProcessEngine engine, Directories connected, SignInSettings settings, @Qualifier(Clocks.WALL) Clock wallClock) {
        int mostGuesses = ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration()).getLoginMaxAttempts();
        return new Accounts(engine.getIdentityService(), connected, settings.seenWithin(), mostGuesses, wallClock);
    }

    /** What is connected, checked. */
    @Bean
    Directories connected(OAuth2ClientProperties clients, OAuth2ResourceServerProperties resource, SignInSettings settings) {
        Directories connected = Directories.of(clients, resource);
        if (connected.any() && settings.roles().isEmpty()) {
            throw new StartRefusedException("A directory is connected, but hotpatch.sign-in.roles gives nobody a role. Name for each group, e.g. "
                    + "hotpatch.sign-in.roles[change-managers], the groups or application roles of the directory.");
        }
        return connected;
    }
}
