package io.hotpatchcycle;

import io.hotpatchcycle.audit.HeadMail;
import io.hotpatchcycle.audit.HeadMailRows;
import io.hotpatchcycle.audit.SealRows;
import io.hotpatchcycle.audit.Sealer;
import io.hotpatchcycle.audit.SigningKey;
import io.hotpatchcycle.audit.TimeStamps;
import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.audit.TrailProof;
import io.hotpatchcycle.audit.TrustedKeys;
import io.hotpatchcycle.database.DataFolder;
import io.hotpatchcycle.database.EmbeddedDatabase;
import io.hotpatchcycle.rollout.ShortTransactions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** Builds what makes the trail provable. */
@Configuration(proxyBeanMethods = false)
class AuditWiring {

    private static final Logger LOG = LoggerFactory.getLogger(AuditWiring.class);

    /** Below the data folder; made at the first start, with the embedded database only. */
    private static final String OWN_KEY = "audit-key.pem";

    @Bean
    SigningKey signingKey(HotpatchSettings settings, DataFolder data, ObjectProvider<EmbeddedDatabase> embedded) {
        Path file = settings.audit().keyFile();
        try {
            if (file != null) {
                return SigningKey.read(file);
            }
            Path own = data.dataDir().resolve(OWN_KEY);
            return embedded.getIfAvailable() != null ? SigningKey.readOrCreate(own) : SigningKey.read(own);
        } catch (IllegalArgumentException e) {
            throw new StartRefusedException(e.getMessage(), e);
        }
    }

    @Bean
    TrustedKeys trustedKeys(SigningKey key, HotpatchSettings settings) {
        try {
            return new TrustedKeys(key.verifyingKey(), settings.audit().formerKeys());
        } catch (IllegalArgumentException e) {
            throw new StartRefusedException(e.getMessage(), e);
        }
    }

    @Bean
    Sealer sealer(SealRows rows, SigningKey key, TrustedKeys trusted, ShortTransactions transactions, @Qualifier(Clocks.WALL) Clock wallClock) {
        return new Sealer(rows, key, trusted, transactions::run, wallClock);
    }

    @Bean
    TrailProof trailProof(SealRows rows, TrustedKeys trusted, HotpatchSettings settings, TimeStamps stamps, @Qualifier(Clocks.WALL) Clock wallClock) {
        Path anchors = settings.audit().anchorFolder();
        if (anchors != null && !Files.isDirectory(anchors)) {
            throw new StartRefusedException("hotpatch.audit.anchor-folder names " + anchors + ", which is no folder. Make it, or mount it, and start again.");
        }
        return new TrailProof(rows, trusted, anchors, stamps, wallClock);
    }

    @Bean
    HeadMail headMail(HotpatchSettings settings, ObjectProvider<JavaMailSenderImpl> server, JdbcTemplate jdbc, SealRows seals, ShortTransactions transactions,
                      Trail trail, @Qualifier(Clocks.WALL) Clock wallClock) {
        String to = settings.audit().mailTo();
        if (to != null && server.getIfAvailable() == null) {
            throw new StartRefusedException("hotpatch.audit.mail-to is set, but there is no mail server to send by. Set spring.mail.host, and hotpatch.notices.from.");
        }
        return new HeadMail(to, new HeadMailRows(jdbc), seals, transactions::run, trail, wallClock);
    }

    @Bean
    SealRows sealRows(JdbcTemplate jdbc) {
        return new SealRows(jdbc);
    }

    @Bean(destroyMethod = "close")
    @ConditionalOnProperty(name = "hotpatch.headless", havingValue = "false", matchIfMissing = true)
    SealingSchedule sealingSchedule(Sealer sealer, TrailProof proof, TimeStamps stamps, HeadMail mail, Trail trail, @Qualifier(Clocks.WALL) Clock wallClock) {
        return new SealingSchedule(sealer, proof, stamps, mail, trail, wallClock);
    }

    /** Starts sealing, and says what the trail is worth. */
    @Bean
    @Order(0)
    ApplicationListener<ApplicationReadyEvent> sealing(ObjectProvider<SealingSchedule> schedule, TrailProof proof, HeadMail mail, ObjectProvider<EmbeddedDatabase> embedded) {
        return event -> schedule.ifAvailable(sealing -> {
            sealing.start();
            if (!proof.isAnchored() && !mail.isSet()) {
                LOG.warn("The audit trail is sealed but not evidence grade: {}no place outside is set for its head (hotpatch.audit.anchor-folder or mail-to)",
                        embedded.getIfAvailable() == null ? "" : "the database is the embedded one, and ");
            } else if (embedded.getIfAvailable() != null) {
                LOG.warn("The audit trail is sealed and anchored but not evidence grade: the embedded database and its key are in one user's hands");
            }
        });
    }
}
