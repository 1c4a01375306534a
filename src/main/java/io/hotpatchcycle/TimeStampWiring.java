package io.hotpatchcycle;

import io.hotpatchcycle.audit.SealRows;
import io.hotpatchcycle.audit.TimeStampRows;
import io.hotpatchcycle.audit.TimeStampTrust;
import io.hotpatchcycle.audit.TimeStamps;
import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.rollout.ShortTransactions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Builds what has the trail time-stamped. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TimeStampWiring.Settings.class)
class TimeStampWiring {

    /**
     * The authority, prefix {@code hotpatch.audit.tsa}.
     *
     * @param url          where it answers (RFC 3161 over HTTP); null for none
     * @param certificates PEM file with its certificate, or that of who certifies it
     */
    @ConfigurationProperties("hotpatch.audit.tsa")
    record Settings(URI url, Path certificates) {

        Settings {
            if (url != null && (url.getHost() == null || !String.valueOf(url.getScheme()).matches("https?"))) {
                throw new StartRefusedException("hotpatch.audit.tsa.url must be an address such as http://tsa.example.org/tsr, not '" + url + "'.");
            }
            if (url != null && certificates == null) {
                throw new StartRefusedException("hotpatch.audit.tsa.url is set, but nobody can check its stamps. Name the authority's certificates "
                        + "(PEM) in hotpatch.audit.tsa.certificates.");
            }
        }
    }

    @Bean
    TimeStamps timeStamps(Settings settings, JdbcTemplate jdbc, SealRows seals, Trail trail, ShortTransactions transactions, @Qualifier(Clocks.WALL) Clock wallClock) {
        try {
            TimeStampTrust trust = settings.certificates() == null ? TimeStampTrust.none() : TimeStampTrust.of(settings.certificates());
            return TimeStamps.by(settings.url(), trust, new TimeStamps.Storage(new TimeStampRows(jdbc), seals, trail, transactions::run), wallClock);
        } catch (IllegalArgumentException e) {
            throw new StartRefusedException(e.getMessage(), e);
        }
    }
}
