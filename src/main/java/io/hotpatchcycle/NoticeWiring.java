package io.hotpatchcycle;

import io.hotpatchcycle.approval.ChangeReferenceRule;
import io.hotpatchcycle.approval.Membership;
import io.hotpatchcycle.approval.SubstituteRows;
import io.hotpatchcycle.approval.Substitutes;
import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.rollout.ShortTransactions;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Builds what tells people, and who decides in whose place. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NoticeSettings.class)
class NoticeWiring {

    @Bean
    Substitutes substitutes(JdbcTemplate jdbc, Membership membership, ShortTransactions transactions, Trail trail,
                            @Qualifier(Clocks.BUSINESS) Clock businessClock) {
        return new Substitutes(new SubstituteRows(jdbc), membership, transactions, trail, businessClock);
    }

    @Bean
    ChangeReferenceRule changeReferenceRule(NoticeSettings settings) {
        try {
            return ChangeReferenceRule.of(settings.change().referencePattern(), settings.change().referenceRequired());
        } catch (IllegalArgumentException e) {
            throw new StartRefusedException(e.getMessage(), e);
        }
    }
}
