package io.hotpatchcycle;

import io.hotpatchcycle.audit.SigningKey;
import io.hotpatchcycle.database.DataFolder;
import io.hotpatchcycle.database.EmbeddedDatabase;
import java.nio.file.Path;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Builds what makes the trail provable. */
@Configuration(proxyBeanMethods = false)
class AuditWiring {

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
}
