package io.hotpatchcycle.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.hotpatchcycle.approval.Approvals;
import io.hotpatchcycle.approval.Decider;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail to candidates against a real SMTP server. */
class MailTest {

    private final NoticeFixture fixture = new NoticeFixture();
    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
        fixture.close();
    }

    private Notices notices() {
        return fixture.notices(server.getSmtp().getPort(), NoticeFixture.byMail());
    }

    private List<MimeMessage> mails() {
        return Arrays.asList(server.getReceivedMessages());
    }

    private static String part(MimeMessage mail, int number) {
        try {
            return ((MimeMultipart) mail.getContent()).getBodyPart(number).getContent().toString();
        } catch (IOException | MessagingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void candidatesAreToldWhatIsAskedByWhenWithTheMainFiguresAndTheWayToDecide() throws Exception {
        String task = fixture.ask("change-managers");
        assertThat(notices().send()).isEqualTo(1);

        MimeMessage mail = mails().get(0);
        assertThat(mail.getAllRecipients()).extracting(Object::toString).containsExactly("carl@example.org");
        assertThat(mail.getFrom()[0]).hasToString("hotpatch@example.org");
        assertThat(mail.getSubject()).isEqualTo("Decide by Fri 14 Aug 2026, 17:00 UTC: Approve the change 2026.08 B");
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(part(mail, 0)).contains("Approve the change 2026.08 B", "Due:   Fri 14 Aug 2026, 17:00 UTC", "Restarts: 12", "Active devices: 340",
                "https://hotpatch.example.org/tasks/" + task, "As of Wed 12 Aug");
        assertThat(part(mail, 1)).contains("href=\"https://hotpatch.example.org/tasks/" + task + "\"", "Restarts", "12");
        assertThat(fixture.states()).containsExactly("MAIL carl@example.org SENT");
        assertThat(notices().send()).as("nothing is sent twice").isZero();
        assertThat(mails()).hasSize(1);
    }

    @Test
    void remindersAndEscalationsAreMessagesOfTheirOwnToWhoeverIsAskedThen() {
        String task = fixture.ask("change-managers");
        fixture.approvals.remind(task);
        fixture.approvals.escalate(task, "cab");
        notices().send();
        assertThat(mails()).extracting(m -> m.getAllRecipients()[0] + " " + m.getSubject().split(":")[0].split(" ")[0])
                .containsExactlyInAnyOrder("carl@example.org Decide", "carl@example.org Reminder,", "carl@example.org Overdue", "cora@example.org Overdue");
        assertThat(mails()).extracting(m -> m.getHeader("Message-ID")[0]).doesNotHaveDuplicates();
        assertThat(mails()).extracting(m -> m.getHeader("References")[0]).as("one thread").containsOnly(mails().get(0) == null ? "" : header(mails().get(0)));
    }

    private static String header(MimeMessage mail) {
        try {
            return mail.getHeader("References")[0];
        } catch (MessagingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theUseOfBreakGlassIsToldToAuditorsAndAdministrators() throws Exception {
        fixture.person("ada", "ada@example.org", "auditors");
        fixture.person("axel", "axel@example.org", "camunda-admin");
        fixture.trail.person("glass", "breakGlass.used", null, null, java.util.Map.of("person", "glass", "from", "203.0.113.7", "use", "session"));
        notices().send();
        assertThat(mails()).extracting(m -> m.getAllRecipients()[0].toString()).containsExactlyInAnyOrder("ada@example.org", "axel@example.org");
        assertThat(mails().get(0).getSubject()).isEqualTo("ALERT: The break-glass account glass was used from 203.0.113.7");
        assertThat(part(mails().get(0), 0)).contains("Somebody came in past the directory", "https://hotpatch.example.org/desk/sign-ins");
    }

    @Test
    void theHeadOfTheTrailGoesToOneAddressOutsideAndFailureToAuditors() throws Exception {
        String signed = "{\"hash\":\"" + "ab".repeat(32) + "\",\"key\":\"0123456789abcdef\"}";
        fixture.trail.system("trail.headOfTheDay", null, null, java.util.Map.of("to", "trail@outside.example.org", "sequence", 12, "signed", signed, "signature", "c2ln"));
        notices().send();
        assertThat(mails()).singleElement().satisfies(m -> {
            assertThat(m.getAllRecipients()).extracting(Object::toString).containsExactly("trail@outside.example.org");
            assertThat(m.getSubject()).isEqualTo("Head of the audit trail at 12");
            assertThat(part(m, 0)).contains(signed, "c2ln");
        });
        fixture.person("ada", "ada@example.org", "auditors");
        fixture.trail.system("trail.headNotOutside", null, null, java.util.Map.of("what", "anchored", "message", "The disk is full."));
        notices().send();
        assertThat(mails()).hasSize(2).last().satisfies(m -> assertThat(m.getSubject()).isEqualTo("ALERT: The head of the audit trail could not be anchored"));
    }

    @Test
    void aClockThatWentWrongIsToldToAuditorsAdministratorsAndOperators() throws Exception {
        fixture.person("ada", "ada@example.org", "auditors");
        fixture.person("ole", "ole@example.org", "operators");
        fixture.trail.system("clock.wrong", null, null, java.util.Map.of("node", "app-1", "source", "https://graph.example.org/v1.0/", "apartSeconds", "600.1", "changed", true));
        fixture.trail.system("clock.wrong", null, null, java.util.Map.of("node", "app-1", "source", "https://graph.example.org/v1.0/", "apartSeconds", "600.2", "changed", false));
        notices().send();
        assertThat(mails()).extracting(m -> m.getAllRecipients()[0].toString()).containsExactlyInAnyOrder("ada@example.org", "ole@example.org");
        assertThat(mails().get(0).getSubject()).isEqualTo("ALERT: The clock of app-1 is 600.1 s from that of https://graph.example.org/v1.0/");
        assertThat(part(mails().get(0), 0)).contains("Synchronise the machine by NTP", "https://hotpatch.example.org/desk/events?type=clock");
    }

    @Test
    void aRestartThatNobodyCanTellGoesToTheReleaseManagers() throws Exception {
        fixture.person("rita", "rita@example.org", "release-managers");
        fixture.trail.system("restart.ambiguous", NoticeFixture.CYCLE, "pilot", java.util.Map.of("why", "The answer was lost.", "devices", 7));
        notices().send();
        assertThat(mails()).extracting(m -> m.getAllRecipients()[0].toString()).containsExactly("rita@example.org");
        assertThat(mails().get(0).getSubject()).isEqualTo("Cycle " + NoticeFixture.CYCLE + ", ring pilot: say whether 7 devices were restarted");
        assertThat(part(mails().get(0), 0)).contains("The answer was lost.", "It is not repeated", "/cycles/" + NoticeFixture.CYCLE);
    }

    @Test
    void whatWasRolledBackIsToldToNobody() {
        assertThatThrownBy(() -> fixture.transactions.run(() -> {
            fixture.trail.system("approval.reminded", NoticeFixture.CYCLE, null, java.util.Map.of("task", fixture.ask("change-managers"), "asked", "cab"));
            throw new IllegalStateException("rolled back");
        })).hasMessage("rolled back");
        assertThat(notices().send()).isZero();
        assertThat(fixture.states()).isEmpty();
    }

    @Test
    void whoIsInTwoGroupsGetsOneMailAndASubstituteOneOfHisOwn() {
        fixture.person("carl", "carl@example.org", "change-managers", "cab");
        fixture.substitutes.name("carl", "ben", null, fixture.business.instant().plus(Duration.ofDays(3)), "on leave", "carl");
        fixture.ask("change-managers", "cab");
        notices().send();
        assertThat(fixture.states()).containsExactly("MAIL ben@example.org SENT", "MAIL ben@example.org SENT", "MAIL carl@example.org SENT",
                "MAIL cora@example.org SENT");
        assertThat(subjects()).contains("You decide in place of carl");

        fixture.business.pass(Duration.ofDays(3));
        fixture.ask("change-managers");
        notices().send();
        assertThat(fixture.states()).as("not after his time").hasSize(5).last().isEqualTo("MAIL carl@example.org SENT");
    }

    private List<String> subjects() {
        return mails().stream().map(mail -> {
            try {
                return mail.getSubject();
            } catch (MessagingException e) {
                throw new AssertionError(e);
            }
        }).toList();
    }

    @Test
    void aGroupWithAnAddressOfItsOwnReadsMailThere() {
        fixture.ask("change-managers");
        fixture.notices(server.getSmtp().getPort(), new Channels(true, java.util.Map.of("change-managers", new Channels.Group("team@example.org", null)), List.of()))
                .send();
        assertThat(fixture.states()).containsExactly("MAIL team@example.org SENT");
    }

    @Test
    void aGroupThatNobodyCanReachIsReported() {
        fixture.person("carl", null, "change-managers");
        fixture.ask("change-managers");
        Notices notices = notices();
        notices.send();
        assertThat(fixture.states()).containsExactly("MAIL change-managers UNDELIVERABLE");
        assertThat(fixture.events("notice.undeliverable")).singleElement().asString().contains("hotpatch.notices.groups.change-managers.mail");

        fixture.person("carl", "carl@example.org", "change-managers");
        notices.resend(notices.list(null, 0, 1).get(0).id(), "admin");
        notices.send();
        assertThat(fixture.states()).as("once there is an address").containsExactly("MAIL change-managers UNDELIVERABLE", "MAIL carl@example.org SENT");
        assertThatThrownBy(() -> notices.resend(notices.list(MessageState.UNDELIVERABLE, 0, 1).get(0).id(), "admin")).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("admin had it sent again");
    }

    @Test
    void aServerThatIsDownIsTriedAgainAndThenGivenUpVisibly() {
        fixture.ask("change-managers");
        int port = server.getSmtp().getPort();
        server.stop();
        Notices notices = fixture.notices(port, NoticeFixture.byMail());
        notices.send();
        assertThat(fixture.states()).containsExactly("MAIL carl@example.org WAITING");
        assertThat(notices.send()).as("not before its time").isZero();
        fixture.wall.pass(Duration.ofMinutes(1));
        assertThat(notices.send()).isEqualTo(1);
        fixture.wall.pass(Duration.ofMinutes(5));
        assertThat(notices.send()).isEqualTo(1);
        assertThat(fixture.states()).containsExactly("MAIL carl@example.org UNDELIVERABLE");
        assertThat(fixture.events("notice.undeliverable")).singleElement().asString().contains("Given up after 3 attempts", "No connection to the mail server");
        fixture.wall.pass(Duration.ofDays(1));
        assertThat(notices.send()).isZero();
    }

    @Test
    void aServerThatGoesDownHalfWayLosesNothingAndDoublesNothing() {
        fixture.ask("change-managers");
        Notices notices = notices();
        notices.send();
        int port = server.getSmtp().getPort();
        server.stop();
        fixture.ask("cab");
        notices.send();
        GreenMail again = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        again.start();
        try {
            fixture.wall.pass(Duration.ofMinutes(1));
            notices.send();
            assertThat(again.getReceivedMessages()).extracting(m -> m.getAllRecipients()[0].toString()).containsExactly("cora@example.org");
        } finally {
            again.stop();
        }
    }

    @Test
    void whatTheServerRefusesForGoodIsGivenUpAtOnce() throws Exception {
        try (Scripted smtp = new Scripted(command -> command.startsWith("RCPT") ? "550 no such person" : null)) {
            fixture.ask("change-managers");
            fixture.notices(smtp.port(), NoticeFixture.byMail()).send();
        }
        assertThat(fixture.states()).containsExactly("MAIL carl@example.org UNDELIVERABLE");
        assertThat(fixture.events("notice.undeliverable")).singleElement().asString().contains("refused");
    }

    @Test
    void whatTheServerRefusesForNowIsTriedAgain() throws Exception {
        try (Scripted smtp = new Scripted(command -> command.startsWith("RCPT") ? "451 greylisted" : null)) {
            fixture.ask("change-managers");
            fixture.notices(smtp.port(), NoticeFixture.byMail()).send();
        }
        assertThat(fixture.states()).containsExactly("MAIL carl@example.org WAITING");
    }

    @Test
    void anAnswerThatNeverCameIsAmbiguousAndIsSentAgainByAPersonOnly() throws Exception {
        try (Scripted smtp = new Scripted(command -> command.equals(".") ? "" : null)) {
            fixture.ask("change-managers");
            fixture.notices(smtp.port(), NoticeFixture.byMail()).send();
        }
        assertThat(fixture.states()).containsExactly("MAIL carl@example.org AMBIGUOUS");
        assertThat(fixture.events("notice.ambiguous")).hasSize(1);
        fixture.wall.pass(Duration.ofDays(1));
        Notices notices = notices();
        assertThat(notices.send()).as("not by itself").isZero();
        notices.resend(notices.list(MessageState.AMBIGUOUS, 0, 1).get(0).id(), "release.manager");
        notices.send();
        assertThat(mails()).hasSize(1);
        assertThat(fixture.states()).containsExactly("MAIL carl@example.org AMBIGUOUS", "MAIL carl@example.org SENT");
    }

    @Test
    void aConnectionThatBreaksAfterTheMailWasTakenIsNoReasonToSendItAgain() throws Exception {
        try (Scripted smtp = new Scripted(command -> command.startsWith("QUIT") ? "" : null)) {
            fixture.ask("change-managers");
            fixture.notices(smtp.port(), NoticeFixture.byMail()).send();
        }
        assertThat(fixture.states()).containsExactly("MAIL carl@example.org SENT");
    }

    @Test
    void aSenderThatDiesLeavesAnAmbiguousMessageNotASecondMail() {
        fixture.ask("change-managers");
        Notices notices = notices();
        assertThat(notices.send()).isEqualTo(1);
        fixture.ask("cab");
        // as a node that died between sending and settling leaves it
        fixture.transactions.run(() -> fixture.jdbc.update("update hotpatch.message set state = 'SENDING', leased_until = ?",
                java.sql.Timestamp.from(fixture.wall.instant().plusSeconds(300))));
        assertThat(notices.send()).as("the new one, and not the one that somebody may be sending").isEqualTo(1);
        fixture.wall.pass(Duration.ofMinutes(6));
        assertThat(notices.send()).isZero();
        assertThat(fixture.states()).containsExactly("MAIL carl@example.org AMBIGUOUS", "MAIL cora@example.org SENT");
        assertThat(mails()).hasSize(2);
        assertThat(fixture.events("notice.ambiguous")).singleElement().asString().contains("The program ended");
    }

    @Test
    void manyNodesSendEachMessageOnce() throws Exception {
        for (int i = 0; i < 12; i++) {
            fixture.ask("change-managers", "cab");
        }
        ExecutorService nodes = Executors.newFixedThreadPool(4);
        List<Callable<Integer>> sending = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            sending.add(notices()::send);
        }
        int sent = 0;
        for (Future<Integer> node : nodes.invokeAll(sending)) {
            sent += node.get();
        }
        nodes.shutdown();
        sent += notices().send();
        assertThat(sent).isEqualTo(24);
        assertThat(mails()).hasSize(24).extracting(m -> m.getHeader("Message-ID")[0]).doesNotHaveDuplicates();
    }

    @Test
    void namesAndCommentsNeverBecomeHeadersOrMarkup() throws Exception {
        fixture.person("eve", "eve@example.org\r\nBcc: all@example.org", "change-managers");
        fixture.askAbout("Approve\r\nBcc: victim@example.org\r\n\r\n<b>now</b>", "change-managers");
        notices().send();
        assertThat(fixture.states()).containsExactlyInAnyOrder("MAIL carl@example.org SENT", "MAIL eve@example.org\r\nBcc: all@example.org UNDELIVERABLE");
        MimeMessage mail = mails().get(0);
        assertThat(mails()).hasSize(1);
        assertThat(mail.getHeader("Bcc")).isNull();
        assertThat(mail.getSubject()).isEqualTo("Decide by Fri 14 Aug 2026, 17:00 UTC: Approve Bcc: victim@example.org <b>now</b>");
        assertThat(GreenMailUtil.getHeaders(mail)).doesNotContain("\nBcc:");
        assertThat(part(mail, 1)).contains("&lt;b&gt;now&lt;/b&gt;", "&lt;script&gt;").doesNotContain("<script>", "<b>now");
        assertThat(part(mail, 0)).contains("Warning: <script>alert(1)</script> Forged: line");
    }

    @Test
    void whatWasDecidedMeanwhileIsNotAskedAnyMore() {
        String task = fixture.ask("change-managers");
        fixture.transactions.run(() -> fixture.approvals.decide(task, new Approvals.Given("APPROVE", "", null, null), new Decider("carl", List.of("change-managers"), null, null),
                () -> fixture.shownOf(task)));
        notices().send();
        assertThat(mails()).isEmpty();
        assertThat(fixture.states()).containsExactly("MAIL carl@example.org DROPPED");
    }

    @Test
    void aTemplateOfTheAdminStandsInAndABrokenOneIsToldAtTheStart(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("words.properties"), "TASK_ASKED.subject = Bitte entscheiden: {title}\n");
        Files.writeString(folder.resolve("mail.txt"), "Hallo, [(${n.title})]\n");
        Templates own = NoticeFixture.templates(folder);
        fixture.ask("change-managers");
        fixture.notices(new MailChannel(NoticeFixture.server(server.getSmtp().getPort()), "hotpatch@example.org", own, fixture.wall), NoticeFixture.byMail(), own).send();
        assertThat(subjects()).containsExactly("Bitte entscheiden: Approve the change 2026.08 B");
        assertThat(part(mails().get(0), 0)).startsWith("Hallo, Approve the change");

        Files.writeString(folder.resolve("mail.html"), "<p th:text=\"${n.nothing}\">x</p>");
        assertThatThrownBy(() -> NoticeFixture.templates(folder)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("mail.html");
        assertThatThrownBy(() -> NoticeFixture.templates(folder.resolve("away"))).hasMessageContaining("is no folder");
        assertThatThrownBy(() -> new MailChannel(NoticeFixture.server(1), "nobody", own, fixture.wall)).hasMessageContaining("hotpatch.notices.from");
    }

    /** An SMTP server that says what a script wants: an answer, nothing and the end of the line, or null for the usual. */
    private static final class Scripted implements AutoCloseable {

        private final ServerSocket socket = new ServerSocket(0, 10, java.net.InetAddress.getLoopbackAddress());
        private final UnaryOperator<String> script;
        private final Thread thread = new Thread(this::serve);

        Scripted(UnaryOperator<String> script) throws IOException {
            this.script = script;
            thread.setDaemon(true);
            thread.start();
        }

        int port() {
            return socket.getLocalPort();
        }

        private void serve() {
            while (!socket.isClosed()) {
                try (Socket client = socket.accept(); var in = new java.io.BufferedReader(new java.io.InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))) {
                    say(client, "220 scripted");
                    boolean text = false;
                    for (String line = in.readLine(); line != null; line = in.readLine()) {
                        if (text && !line.equals(".")) {
                            continue;
                        }
                        String answer = script.apply(line);
                        if ("".equals(answer)) {
                            break;
                        }
                        text = line.equals("DATA");
                        say(client, answer != null ? answer : text ? "354 go on" : "250 fine");
                    }
                } catch (IOException e) {
                    // the client left, or the test is over
                }
            }
        }

        private static void say(Socket client, String line) throws IOException {
            client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
