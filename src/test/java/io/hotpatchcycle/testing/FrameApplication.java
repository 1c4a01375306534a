package io.hotpatchcycle.testing;

import io.hotpatchcycle.Clocks;
import io.hotpatchcycle.audit.EventRows;
import io.hotpatchcycle.audit.Trail;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.jdbc.core.JdbcTemplate;

/** Database, engine and sign-in without anything that patches: for tests of the frame itself. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(Clocks.class)
@ComponentScan({"io.hotpatchcycle.database", "io.hotpatchcycle.identity"})
@ComponentScan(basePackages = "io.hotpatchcycle.process", useDefaultFilters = false,
        includeFilters = @Filter(type = FilterType.REGEX, pattern = ".*\\.EngineConfiguration"))
public class FrameApplication {

    /** The whole program has a trail of its own. */
    @Bean
    @Conditional(WithoutTheProgram.class)
    Trail trail(JdbcTemplate jdbc, @Qualifier(Clocks.BUSINESS) Clock businessClock, @Qualifier(Clocks.WALL) Clock wallClock) {
        return new Trail(new EventRows(jdbc), businessClock, wallClock);
    }

    /** Tests of the whole program find this class on their way through the packages. */
    static final class WithoutTheProgram implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !context.getRegistry().containsBeanDefinition("hotpatchCycle");
        }
    }
}
