package io.hotpatchcycle;

import io.hotpatchcycle.audit.HeadMail;
import io.hotpatchcycle.audit.Sealer;
import io.hotpatchcycle.audit.SigningKey;
import io.hotpatchcycle.audit.TimeStamps;
import io.hotpatchcycle.audit.TrailProof;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.database.EmbeddedDatabase;
import io.hotpatchcycle.evidence.Desk;
import io.hotpatchcycle.evidence.Evidence;
import io.hotpatchcycle.evidence.EvidenceRows;
import io.hotpatchcycle.evidence.OneMoment;
import io.hotpatchcycle.evidence.OpenPoints;
import io.hotpatchcycle.evidence.Procedure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Builds what draws evidence packs. */
@Configuration(proxyBeanMethods = false)
class EvidenceWiring {

    @Bean
    Evidence evidence(JdbcTemplate jdbc, Cycles cycles, Procedure procedure, SigningKey key, Sealer sealer, TrailProof proof, TimeStamps stamps,
                      HeadMail mail, PlatformTransactionManager manager, HotpatchSettings settings, ObjectProvider<EmbeddedDatabase> embedded) {
        return new Evidence(new EvidenceRows(jdbc), cycles, procedure, key, sealer, oneMoment(manager), stamps,
                new Evidence.Origin(version(), caveats(settings, embedded.getIfAvailable() != null, proof.isAnchored() || mail.isSet(), stamps.isSet())));
    }

    @Bean
    Desk desk(JdbcTemplate jdbc) {
        return new Desk(new EvidenceRows(jdbc));
    }

    @Bean
    OpenPoints openPoints(JdbcTemplate jdbc, Procedure procedure) {
        return new OpenPoints(new EvidenceRows(jdbc), procedure);
    }

    private static OneMoment oneMoment(PlatformTransactionManager manager) {
        TransactionTemplate reading = new TransactionTemplate(manager);
        reading.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        reading.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        reading.setReadOnly(true);
        return new OneMoment() {
            @Override
            public <T> T read(Supplier<T> work) {
                return reading.execute(status -> work.get());
            }
        };
    }

    private static String version() {
        String version = HotpatchCycle.class.getPackage().getImplementationVersion();
        return version == null ? "(development)" : version;
    }

    private static List<String> caveats(HotpatchSettings settings, boolean embedded, boolean anchored, boolean stamped) {
        List<String> caveats = new ArrayList<>();
        if (settings.sandbox().enabled()) {
            caveats.add("The tenant is a sandbox: devices, times and writes are played, nothing in it is real.");
        }
        if (embedded) {
            caveats.add("The database is the embedded one: every user of its machine can change what it holds.");
        }
        if (!anchored && stamped) {
            caveats.add("The trail is time-stamped, but its head is kept nowhere outside: who holds its database could have cut off its end "
                    + "(hotpatch.audit.anchor-folder or mail-to).");
        } else if (!anchored) {
            caveats.add("The trail is anchored nowhere: who holds its database and its key could have written it anew "
                    + "(hotpatch.audit.anchor-folder or mail-to).");
        }
        return caveats;
    }
}
