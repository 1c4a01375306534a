package io.hotpatchcycle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.database.DataFolder;
import io.hotpatchcycle.evidence.Evidence;
import io.hotpatchcycle.governance.AccessReviews;
import io.hotpatchcycle.governance.CorrectiveActionRows;
import io.hotpatchcycle.governance.CorrectiveActions;
import io.hotpatchcycle.governance.GovernanceRows;
import io.hotpatchcycle.governance.LegalHolds;
import io.hotpatchcycle.governance.ModelSetProposalRows;
import io.hotpatchcycle.governance.ModelSetProposals;
import io.hotpatchcycle.governance.PatchPolicies;
import io.hotpatchcycle.governance.Retention;
import io.hotpatchcycle.governance.RingMemberships;
import io.hotpatchcycle.governance.SettingsInForce;
import io.hotpatchcycle.ring.RingSettings;
import io.hotpatchcycle.rollout.ShortTransactions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Builds what stands above single cycles: policies, approved ring rules, holds, retention. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RetentionSettings.class)
class GovernanceWiring {

    private static final ObjectMapper JSON = new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);

    @Bean
    GovernanceRows governanceRows(JdbcTemplate jdbc) {
        return new GovernanceRows(jdbc);
    }

    @Bean
    PatchPolicies patchPolicies(GovernanceRows rows, Trail trail, @Qualifier(Clocks.BUSINESS) Clock businessClock) {
        return new PatchPolicies(rows, trail, businessClock);
    }

    @Bean
    RingMemberships ringMemberships(GovernanceRows rows, Trail trail, @Qualifier(Clocks.BUSINESS) Clock businessClock) {
        return new RingMemberships(rows, trail, businessClock);
    }

    @Bean
    ModelSetProposals modelSetProposals(JdbcTemplate jdbc, ModelSetProposals.People people, Trail trail, @Qualifier(Clocks.BUSINESS) Clock businessClock) {
        return new ModelSetProposals(new ModelSetProposalRows(jdbc), people, trail, businessClock);
    }

    @Bean
    CorrectiveActions correctiveActions(JdbcTemplate jdbc, Trail trail, @Qualifier(Clocks.BUSINESS) Clock businessClock, @Qualifier(Clocks.WALL) Clock wallClock) {
        return new CorrectiveActions(new CorrectiveActionRows(jdbc), trail, businessClock, wallClock);
    }

    @Bean
    LegalHolds legalHolds(GovernanceRows rows, Trail trail, @Qualifier(Clocks.BUSINESS) Clock businessClock) {
        return new LegalHolds(rows, trail, businessClock);
    }

    @Bean
    Retention retention(GovernanceRows rows, LegalHolds holds, Evidence evidence, Retention.EngineRecords engine, Trail trail, RetentionSettings settings,
                        DataFolder data, ShortTransactions transactions, @Qualifier(Clocks.BUSINESS) Clock businessClock) {
        Path folder = settings.packs() == null ? data.dataDir().resolve("packs") : settings.packs();
        return new Retention(rows, holds, (cycle, number) -> keep(evidence, folder, cycle, number), engine, trail, businessClock,
                new Retention.Periods(settings.history(), settings.trail(), settings.personal()), transactions::run);
    }

    /** Whole or not at all: what stands under the pack's name is a pack. */
    private static Retention.Kept keep(Evidence evidence, Path folder, String cycle, int number) throws IOException {
        Files.createDirectories(folder);
        Path target = folder.resolve("evidence-" + cycle.replaceAll("[^A-Za-z0-9._-]", "_") + (number == 0 ? "" : "-supplement-" + number) + ".zip");
        Path drawn = Files.createTempFile(folder, "drawing", ".tmp");
        try {
            String sha256 = evidence.draw(cycle, drawn);
            Files.move(drawn, target, StandardCopyOption.REPLACE_EXISTING);
            return new Retention.Kept(target.getFileName().toString(), sha256, Files.size(target));
        } finally {
            Files.deleteIfExists(drawn);
        }
    }

    @Bean(destroyMethod = "close")
    @ConditionalOnProperty(name = "hotpatch.headless", havingValue = "false", matchIfMissing = true)
    RetentionSchedule retentionSchedule(Retention retention, AccessReviews reviews, JdbcTemplate jdbc, PlatformTransactionManager manager) {
        return new RetentionSchedule(retention, reviews, jdbc, new TransactionTemplate(manager));
    }

    @Bean
    SettingsInForce settingsInForce(GovernanceRows rows, Trail trail) {
        return new SettingsInForce(rows, trail);
    }

    /** Notes the rules in force: what is configured, who may be in which ring, and how long what is kept. */
    @Bean
    @Order(1)
    ApplicationListener<ApplicationReadyEvent> rulesInForce(SettingsInForce inForce, RingMemberships memberships, Retention retention, HotpatchSettings settings,
                                                            ShortTransactions transactions, ObjectProvider<RetentionSchedule> schedule) {
        return event -> schedule.ifAvailable(timer -> {
            transactions.run(() -> {
                inForce.configured(configured(event.getApplicationContext().getEnvironment()));
                memberships.configured(json(settings.ringSettings()));
                retention.announce();
                return null;
            });
            timer.start();
        });
    }

    /** All of {@code hotpatch.*}, wherever it was set. */
    private static Map<String, String> configured(Environment environment) {
        Map<String, String> settings = new TreeMap<>();
        Binder.get(environment).bind("hotpatch", Bindable.mapOf(String.class, Object.class)).ifBound(bound -> flatten("", bound, settings));
        return settings;
    }

    private static void flatten(String name, Object value, Map<String, String> into) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> flatten(name.isEmpty() ? String.valueOf(key) : name + "." + key, inner, into));
        } else {
            into.put(name, String.valueOf(value));
        }
    }

    private static String json(List<RingSettings> rings) {
        try {
            return JSON.writeValueAsString(rings.stream().map(r -> {
                Map<String, Object> ring = new LinkedHashMap<>();
                ring.put("name", r.name());
                ring.put("group", r.groupId());
                ring.put("sharePercent", r.share() == null ? null : r.share().stripTrailingZeros().toPlainString());
                ring.put("owners", String.join(",", r.reviewers()));
                ring.put("restartOwners", r.restartOwnerGroup());
                return ring;
            }).toList());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The rings cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }
}
