package io.hotpatchcycle;

import io.hotpatchcycle.approval.Approvals;
import io.hotpatchcycle.approval.ChangeReferenceRule;
import io.hotpatchcycle.approval.Membership;
import io.hotpatchcycle.approval.SubstituteRows;
import io.hotpatchcycle.approval.Substitutes;
import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.notice.Channels;
import io.hotpatchcycle.notice.Directory;
import io.hotpatchcycle.notice.MailChannel;
import io.hotpatchcycle.notice.MessageRows;
import io.hotpatchcycle.notice.MessageState;
import io.hotpatchcycle.notice.NoticeRows;
import io.hotpatchcycle.notice.Notices;
import io.hotpatchcycle.notice.Templates;
import io.hotpatchcycle.rollout.ShortTransactions;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.net.URI;
import java.time.Clock;
import java.util.Locale;
import java.util.Properties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** Builds what tells people, and who decides in whose place. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NoticeSettings.class)
class NoticeWiring {

    /** Without these a server that says nothing would hold a worker for ever. */
    private static final String[][] TIMEOUTS = {{"connectiontimeout", "10000"}, {"timeout", "20000"}, {"writetimeout", "20000"}};

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

    @Bean
    Notices notices(NoticeSettings settings, ObjectProvider<JavaMailSenderImpl> sender, JdbcTemplate jdbc, ShortTransactions transactions,
                    Directory directory, Substitutes substitutes, Approvals approvals, Trail trail, @Qualifier(Clocks.WALL) Clock wallClock,
                    @Value("${server.port:8080}") int port) {
        try {
            Templates templates = new Templates(settings.notices().templates());
            JavaMailSenderImpl server = sender.getIfAvailable();
            MailChannel mail = server == null ? null : new MailChannel(server(server), settings.notices().from(), templates, wallClock);
            Channels channels = settings.channels(mail != null);
            URI address = settings.publicUrl() != null ? settings.publicUrl() : URI.create("http://localhost:" + port);
            return new Notices(new Notices.Storage(new NoticeRows(jdbc), new MessageRows(jdbc), transactions),
                    new Notices.People(directory, substitutes, approvals),
                    new Notices.Settings(channels, mail, templates, address, settings.notices().retry()), trail, wallClock);
        } catch (IllegalArgumentException e) {
            throw new StartRefusedException(e.getMessage(), e);
        }
    }

    private static MailChannel.Server server(JavaMailSenderImpl sender) {
        Properties properties = sender.getJavaMailProperties();
        String protocol = sender.getProtocol() == null ? "smtp" : sender.getProtocol();
        for (String[] timeout : TIMEOUTS) {
            properties.putIfAbsent("mail." + protocol + "." + timeout[0], timeout[1]);
        }
        return new MailChannel.Server(sender.getSession(), protocol, sender.getHost(), sender.getPort(), sender.getUsername(), sender.getPassword());
    }

    @Bean(destroyMethod = "close")
    @ConditionalOnProperty(name = "hotpatch.headless", havingValue = "false", matchIfMissing = true)
    NoticeSchedule noticeSchedule(Notices notices, Substitutes substitutes) {
        return new NoticeSchedule(notices, substitutes);
    }

    @Bean
    ApplicationListener<ApplicationReadyEvent> tellingPeople(ObjectProvider<NoticeSchedule> schedule) {
        return event -> schedule.ifAvailable(NoticeSchedule::start);
    }

    @Bean
    MeterBinder messageGauges(Notices notices) {
        return registry -> {
            for (MessageState state : MessageState.values()) {
                Gauge.builder("hotpatch.messages", notices, n -> n.count(state)).tag("state", state.name().toLowerCase(Locale.ROOT))
                        .description("Messages to people and programs").register(registry);
            }
        };
    }
}
