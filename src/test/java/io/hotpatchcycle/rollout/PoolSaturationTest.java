package io.hotpatchcycle.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.hotpatchcycle.rollout.Write.Look;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Every thread holds the engine's connection and needs a second one for the ledger: with all of them at once nobody waits for ever. */
class PoolSaturationTest {

    private final RolloutFixture at = new RolloutFixture();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        threads.shutdownNow();
        at.close();
    }

    @Test
    void theConfiguredPoolCarriesAllThreadsAtOnce() throws Exception {
        PropertySource<?> shipped = shipped();
        int writers = number(shipped, "server.tomcat.threads.max") + number(shipped, "camunda.bpm.job-execution.max-pool-size");
        int pool = number(shipped, "spring.datasource.hikari.maximum-pool-size");

        assertThat(writeAtOnce(writers, pool)).hasSize(writers).allMatch(WriteResult::isDone);
        assertThat(at.jdbc.queryForObject("select count(*) from hotpatch.graph_write where state = 'DONE'", Integer.class)).isEqualTo(writers);
    }

    @Test
    void aPoolWithoutASecondConnectionForEachWouldNot() {
        assertThatThrownBy(() -> writeAtOnce(3, 3)).hasStackTraceContaining("Connection is not available");
    }

    private static PropertySource<?> shipped() throws IOException {
        return new YamlPropertySourceLoader().load("shipped", new ClassPathResource("application.yaml")).get(0);
    }

    private static int number(PropertySource<?> source, String name) {
        return Integer.parseInt(String.valueOf(source.getProperty(name)));
    }

    /** Each writer takes its first connection, waits until all have, and then writes through the ledger. */
    private List<WriteResult> writeAtOnce(int writers, int pool) throws Exception {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(at.database.url());
        config.setUsername("hotpatch_app");
        config.setPassword("");
        config.setMinimumIdle(0);
        config.setMaximumPoolSize(pool);
        config.setConnectionTimeout(5_000);
        try (HikariDataSource connections = new HikariDataSource(config)) {
            CyclicBarrier allHoldOne = new CyclicBarrier(writers);
            List<Future<WriteResult>> results = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                String key = "write:" + i;
                results.add(threads.submit(() -> new TransactionTemplate(new DataSourceTransactionManager(connections)).execute(status -> {
                    new JdbcTemplate(connections).queryForObject("select 1", Integer.class);
                    await(allHoldOne);
                    return ledger(connections).write(write(key));
                })));
            }
            List<WriteResult> answers = new ArrayList<>();
            for (Future<WriteResult> result : results) {
                answers.add(result.get(30, TimeUnit.SECONDS));
            }
            return answers;
        }
    }

    private Ledger ledger(HikariDataSource connections) {
        TransactionTemplate own = new TransactionTemplate(new DataSourceTransactionManager(connections));
        own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        return new Ledger(new LedgerRows(new JdbcTemplate(connections)), new ShortTransactions() {
            @Override
            public <T> T run(Supplier<T> work) {
                return own.execute(status -> work.get());
            }
        }, at.business, at.wall);
    }

    private static Write write(String key) {
        return Write.repeatable(key, "APPROVE", RolloutFixture.CYCLE, "pilot", "approval of item", "approve", Optional::empty,
                () -> GraphAnswer.done(200, "{}", "request"), () -> new Look(true, "approved"));
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("Not every writer got its first connection", e);
        }
    }
}
