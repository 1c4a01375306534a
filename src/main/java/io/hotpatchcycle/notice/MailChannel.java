package io.hotpatchcycle.notice;

import io.hotpatchcycle.audit.Sha256;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends mail by SMTP, and tells a server that refused from one whose answer never came. */
public final class MailChannel implements Channel {

    private static final Logger LOG = LoggerFactory.getLogger(MailChannel.class);
    private static final String UTF_8 = StandardCharsets.UTF_8.name();
    private static final int FIRST_REFUSAL = 400;
    private static final int FIRST_FINAL_REFUSAL = 500;

    private final Server server;
    private final InternetAddress from;
    private final Templates templates;
    private final Clock wallClock;

    /**
     * A channel to this server.
     *
     * @throws IllegalArgumentException when the sender's address is none
     */
    public MailChannel(Server server, String from, Templates templates, Clock wallClock) {
        this.server = server;
        this.templates = templates;
        this.wallClock = wallClock;
        try {
            this.from = address(from);
        } catch (AddressException e) {
            throw new IllegalArgumentException("hotpatch.notices.from must be the mail address of the sender, e.g. hotpatch@example.org, not '" + from
                    + "'. It is needed because spring.mail.host is set.", e);
        }
    }

    /**
     * The mail server.
     *
     * @param session with time-outs for connecting, reading and writing
     * @param user    null for none
     */
    public record Server(Session session, String protocol, String host, int port, String user, String password) {
    }

    @Override
    public ChannelKind kind() {
        return ChannelKind.MAIL;
    }

    @Override
    public Outcome send(Message message, Told told) {
        MimeMessage mail;
        try {
            mail = mail(message, told);
        } catch (AddressException e) {
            return Outcome.refused("'" + Teller.line(message.recipient()) + "' is no mail address.");
        } catch (MessagingException e) {
            return Outcome.refused("The mail cannot be made: " + e.getMessage());
        }
        Transport transport;
        try {
            transport = server.session().getTransport(server.protocol());
        } catch (MessagingException e) {
            return Outcome.later("Mail cannot be sent by '" + server.protocol() + "': " + e.getMessage());
        }
        try {
            Outcome connected = connect(transport);
            return connected != null ? connected : send(transport, mail);
        } finally {
            close(transport);
        }
    }

    /** How the good-bye goes says nothing about the mail. */
    private static void close(Transport transport) {
        try {
            transport.close();
        } catch (MessagingException e) {
            LOG.debug("The mail server did not say good-bye", e);
        }
    }

    /** Null when there is a connection. */
    private Outcome connect(Transport transport) {
        try {
            transport.connect(server.host(), server.port(), server.user(), server.password());
            return null;
        } catch (AuthenticationFailedException e) {
            return Outcome.later("The mail server does not accept our name and password.");
        } catch (MessagingException e) {
            return Outcome.later("No connection to the mail server " + server.host() + ": " + e.getMessage());
        }
    }

    private static Outcome send(Transport transport, MimeMessage mail) {
        try {
            transport.sendMessage(mail, mail.getAllRecipients());
            return Outcome.SENT;
        } catch (MessagingException e) {
            int code = code(e);
            if (code >= FIRST_FINAL_REFUSAL) {
                return Outcome.refused("The mail server refused: " + e.getMessage());
            }
            return code >= FIRST_REFUSAL ? Outcome.later("The mail server refused for now: " + e.getMessage())
                    : Outcome.ambiguous("The connection to the mail server broke while the mail was being sent: " + e.getMessage());
        }
    }

    /** What the server answered; 0 when it did not. */
    private static int code(MessagingException failure) {
        for (Exception e = failure; e instanceof MessagingException m; e = m.getNextException()) {
            int code = e instanceof SMTPAddressFailedException a ? a.getReturnCode() : e instanceof SMTPSendFailedException s ? s.getReturnCode()
                    : e instanceof SMTPSenderFailedException f ? f.getReturnCode() : 0;
            if (code >= FIRST_REFUSAL) {
                return code;
            }
        }
        // addresses are refused before the mail's text is sent
        return failure instanceof SendFailedException sent && !(failure instanceof SMTPSendFailedException) && sent.getInvalidAddresses() != null
                && sent.getInvalidAddresses().length > 0 ? FIRST_FINAL_REFUSAL : 0;
    }

    private MimeMessage mail(Message message, Told told) throws MessagingException {
        String id = "<" + digest(message.key()) + "@" + from.getAddress().substring(from.getAddress().indexOf('@') + 1) + ">";
        MimeMessage mail = new MimeMessage(server.session()) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", id); // the same for each attempt: a server that has it already may drop the second
            }
        };
        mail.setFrom(from);
        mail.setRecipient(jakarta.mail.Message.RecipientType.TO, address(message.recipient()));
        mail.setSubject(templates.subject(told), UTF_8);
        mail.setSentDate(Date.from(wallClock.instant()));
        mail.setHeader("Auto-Submitted", "auto-generated");
        mail.setHeader("X-Auto-Response-Suppress", "All");
        if (told.kind().isTask()) {
            // reminders stand below the first mail
            mail.setHeader("References", "<" + digest("task/" + message.notice().taskId()) + "@hotpatch-cycle>");
        }
        MimeMultipart both = new MimeMultipart("alternative");
        both.addBodyPart(part(templates.text(told), "plain"));
        both.addBodyPart(part(templates.html(told), "html"));
        mail.setContent(both);
        mail.saveChanges();
        return mail;
    }

    private static MimeBodyPart part(String text, String type) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text, UTF_8, type);
        return part;
    }

    /** One plain address: no list, no line break, no other header behind it. */
    private static InternetAddress address(String text) throws AddressException {
        if (text == null || text.chars().anyMatch(Character::isISOControl)) {
            throw new AddressException("Not an address");
        }
        InternetAddress[] parsed = InternetAddress.parse(text, true);
        if (parsed.length != 1 || parsed[0].isGroup() || parsed[0].getAddress().indexOf('@') < 1) {
            throw new AddressException("Not one address");
        }
        parsed[0].validate();
        return parsed[0];
    }

    private static String digest(String text) {
        return Sha256.hex(text).substring(0, 40);
    }
}
