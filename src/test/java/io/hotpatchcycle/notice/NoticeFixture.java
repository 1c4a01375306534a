package io.hotpatchcycle.notice;

import io.hotpatchcycle.approval.ApprovalRows;
import io.hotpatchcycle.approval.Approvals;
import io.hotpatchcycle.approval.Separation;
import io.hotpatchcycle.approval.SeparationRows;
import io.hotpatchcycle.approval.ChangeReferenceRule;
import io.hotpatchcycle.approval.Membership;
import io.hotpatchcycle.approval.Question;
import io.hotpatchcycle.approval.Subject;
import io.hotpatchcycle.approval.SubstituteRows;
import io.hotpatchcycle.approval.Substitutes;
import io.hotpatchcycle.audit.EventRows;
import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.rollout.MovableClock;
import io.hotpatchcycle.rollout.ShortTransactions;
import io.hotpatchcycle.testing.TestDatabase;
import jakarta.mail.Session;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A cycle whose approval can be asked, people with and without addresses, and what tells them; on a real database. */
final class NoticeFixture implements AutoCloseable {

    static final String CYCLE = "2026.08-B";
    static final List<Duration> WAITS = List.of(Duration.ofMinutes(1), Duration.ofMinutes(5));

    final TestDatabase database = TestDatabase.fresh();
    final JdbcTemplate jdbc = new JdbcTemplate(database.app());
    final MovableClock business = new MovableClock();
    final MovableClock wall = new MovableClock();
    final Trail trail = new Trail(new EventRows(jdbc), business, wall, new Outbox(new NoticeRows(jdbc)));
    final ShortTransactions transactions = transactions();
    final Map<String, String> mails = new LinkedHashMap<>();
    final Map<String, Set<String>> groups = new HashMap<>();
    final Substitutes substitutes = new Substitutes(new SubstituteRows(jdbc), membership(), transactions, trail, business);
    final Approvals approvals = new Approvals(new ApprovalRows(jdbc), new Separation(new SeparationRows(jdbc), set -> Set.of()), substitutes, ChangeReferenceRule.NONE, trail, business, wall);
    final MessageRows messages = new MessageRows(jdbc);
    private int task;

    NoticeFixture() {
        Timestamp now = Timestamp.from(business.instant());
        jdbc.update("insert into hotpatch.release (id, cycle_id, name, display_name, published_at, classification, cadence, first_seen_at, fingerprint) "
                + "values ('r', ?, '2026.08 B', 'August', ?, 'security', 'monthly', ?, '')", CYCLE, now, now);
        jdbc.update("insert into hotpatch.cycle (id, release_id, state, created_at) values (?, 'r', 'AWAITING_APPROVAL', ?)", CYCLE, now);
        person("carl", "carl@example.org", "change-managers");
        person("cora", "cora@example.org", "cab");
        person("ben", "ben@example.org", "business-owners");
    }

    void person(String id, String mail, String... memberOf) {
        mails.put(id, mail == null ? "" : mail);
        groups.put(id, Set.of(memberOf));
    }

    private ShortTransactions transactions() {
        TransactionTemplate own = new TransactionTemplate(new DataSourceTransactionManager(database.app()));
        return new ShortTransactions() {
            @Override
            public <T> T run(Supplier<T> work) {
                return own.execute(status -> work.get());
            }
        };
    }

    private Membership membership() {
        return new Membership() {
            @Override
            public Set<String> groupsOf(String person) {
                return groups.getOrDefault(person, Set.of());
            }

            @Override
            public boolean knows(String person) {
                return groups.containsKey(person);
            }
        };
    }

    private Directory directory() {
        return new Directory() {
            @Override
            public List<Contact> membersOf(String group) {
                return mails.keySet().stream().filter(p -> groups.get(p).contains(group)).map(p -> new Contact(p, mails.get(p))).toList();
            }

            @Override
            public Optional<Contact> find(String person) {
                return Optional.ofNullable(mails.get(person)).map(mail -> new Contact(person, mail));
            }

            @Override
            public String nameOf(String group) {
                return group;
            }
        };
    }

    /** What tells people by this mail server; 0 for none. */
    Notices notices(int smtpPort, Channels channels) {
        Templates templates = new Templates(null);
        return notices(smtpPort == 0 ? null : new MailChannel(server(smtpPort), "hotpatch@example.org", templates, wall), channels, templates);
    }

    Notices notices(MailChannel mail, Channels channels, Templates templates) {
        return new Notices(new Notices.Storage(new NoticeRows(jdbc), messages, transactions), new Notices.People(directory(), substitutes, approvals),
                new Notices.Settings(channels, mail, templates, URI.create("https://hotpatch.example.org/"), WAITS), trail, wall);
    }

    static Templates templates(Path folder) {
        return new Templates(folder);
    }

    static MailChannel.Server server(int port) {
        Properties properties = new Properties();
        properties.put("mail.smtp.connectiontimeout", "2000");
        properties.put("mail.smtp.timeout", "2000");
        return new MailChannel.Server(Session.getInstance(properties), "smtp", "127.0.0.1", port, null, null);
    }

    static Channels byMail() {
        return new Channels(true, Map.of(), List.of());
    }

    /** Asks the groups to approve the change; the id of the task. */
    String ask(String... asked) {
        return askAbout("Approve the change 2026.08 B", asked);
    }

    String askAbout(String headline, String... asked) {
        String id = "task-" + ++task;
        Map<String, Object> shown = Map.of("headline", headline, "asOf", "Wed 12 Aug", "changeType", "STANDARD", "fleet", Map.of("restarts", 12, "active", 340),
                "warnings", List.of(Map.of("text", "<script>alert(1)</script>\nForged: line")));
        transactions.run(() -> {
            approvals.ask(new Question(CYCLE, null, Subject.CHANGE, id, "plan", shown, new TreeSet<>(List.of(asked)), due(), null));
            return null;
        });
        return id;
    }

    Instant due() {
        return Instant.parse("2026-08-14T17:00:00Z");
    }

    /** States of all messages with their recipients, in order. */
    List<String> states() {
        return jdbc.queryForList("select channel || ' ' || recipient || ' ' || state from hotpatch.message order by id", String.class);
    }

    List<String> events(String type) {
        return jdbc.queryForList("select data ->> 'problem' from hotpatch.event where type = ? order by id", String.class, type);
    }

    @Override
    public void close() {
        database.close();
    }

    /** What the form of a task shows, unchanged. */
    Map<String, Object> shownOf(String task) {
        try {
            return new com.fasterxml.jackson.databind.ObjectMapper().readValue(jdbc.queryForObject(
                    "select shown from hotpatch.approval where task_id = ?", String.class, task), new com.fasterxml.jackson.core.type.TypeReference<>() { });
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
