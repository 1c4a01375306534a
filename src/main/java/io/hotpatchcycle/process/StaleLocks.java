package io.hotpatchcycle.process;

import io.hotpatchcycle.database.EmbeddedDatabase;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Frees the jobs that a killed program had locked. Only with the database inside: its folder lock proves that no other
 * node is alive. Elsewhere the lock runs out by itself.
 */
final class StaleLocks {

    StaleLocks(ObjectProvider<EmbeddedDatabase> embedded, JdbcTemplate jdbc) {
        if (embedded.getIfAvailable() != null) {
            jdbc.update("update public.act_ru_job set lock_owner_ = null, lock_exp_time_ = null where lock_owner_ is not null");
        }
    }
}
