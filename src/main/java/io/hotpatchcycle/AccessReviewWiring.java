package io.hotpatchcycle;

import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.governance.AccessReviewRows;
import io.hotpatchcycle.governance.AccessReviews;
import io.hotpatchcycle.process.history.EngineHistory;
import io.hotpatchcycle.process.history.HeldRole;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Builds the periodic confirmation of rights. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AccessReviewWiring.Settings.class)
class AccessReviewWiring {

    /**
     * How often rights are confirmed, prefix {@code hotpatch.access-review}.
     *
     * @param every how long a confirmation is good for; 1 to 366 days
     */
    @ConfigurationProperties("hotpatch.access-review")
    record Settings(@DefaultValue("90d") Duration every) {

        Settings {
            if (every.compareTo(Duration.ofDays(1)) < 0 || every.compareTo(Duration.ofDays(366)) > 0) {
                throw new StartRefusedException("hotpatch.access-review.every must be 1 to 366 days (90d), not " + every + ".");
            }
        }
    }

    @Bean
    AccessReviews accessReviews(JdbcTemplate jdbc, EngineHistory engine, Trail trail, Settings settings, @Qualifier(Clocks.BUSINESS) Clock businessClock,
                                @Qualifier(Clocks.WALL) Clock wallClock) {
        return new AccessReviews(new AccessReviewRows(jdbc), () -> engine.rolesNow().stream().map(AccessReviewWiring::held).toList(), trail, settings.every(), businessClock, wallClock);
    }

    private static AccessReviews.Held held(HeldRole role) {
        return new AccessReviews.Held(role.person(), role.role(), role.from(), role.givenBy());
    }
}
