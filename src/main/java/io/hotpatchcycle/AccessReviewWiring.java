package io.hotpatchcycle;

import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.evidence.Listing;
import io.hotpatchcycle.evidence.Search;
import io.hotpatchcycle.governance.AccessReviewRows;
import io.hotpatchcycle.governance.AccessReviews;
import io.hotpatchcycle.process.history.EngineHistory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
        return new AccessReviews(new AccessReviewRows(jdbc), () -> held(engine.roles(Search.ALL)), trail, settings.every(), businessClock, wallClock);
    }

    private static List<AccessReviews.Held> held(Listing roles) {
        List<String> columns = roles.columns();
        return roles.rows().stream().filter(r -> r.get(columns.indexOf("heldUntil")) == null).map(r -> new AccessReviews.Held((String) r.get(columns.indexOf("person")),
                (String) r.get(columns.indexOf("role")), (Instant) r.get(columns.indexOf("heldFrom")), (String) r.get(columns.indexOf("givenBy")))).toList();
    }
}
