package io.hotpatchcycle.testing;

import io.hotpatchcycle.Clocks;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;

/** Database, engine and sign-in without anything that patches: for tests of the frame itself. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(Clocks.class)
@ComponentScan({"io.hotpatchcycle.database", "io.hotpatchcycle.identity"})
@ComponentScan(basePackages = "io.hotpatchcycle.process", useDefaultFilters = false,
        includeFilters = @Filter(type = FilterType.REGEX, pattern = ".*\\.EngineConfiguration"))
public class FrameApplication {
}
