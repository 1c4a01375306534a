package io.hotpatchcycle.notice;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells a program, signed: {@code X-Hotpatch-Signature} is {@code sha256=} and the HMAC-SHA256, in hexadecimal, over the value of
 * {@code X-Hotpatch-Timestamp}, a dot and the body. {@code Idempotency-Key} is the same for every attempt.
 */
final class WebhookChannel implements Channel {

    static final String TIMESTAMP = "X-Hotpatch-Timestamp";
    static final String SIGNATURE = "X-Hotpatch-Signature";
    static final String KEY = "Idempotency-Key";

    private final Channels channels;
    private final Posting posting;
    private final Clock wallClock;

    WebhookChannel(Channels channels, Posting posting, Clock wallClock) {
        this.channels = channels;
        this.posting = posting;
        this.wallClock = wallClock;
    }

    @Override
    public ChannelKind kind() {
        return ChannelKind.WEBHOOK;
    }

    /** An attempt without an answer is made again: the receiver knows it by its key. */
    @Override
    public Outcome send(Message message, Told told) {
        Channels.Webhook hook = channels.webhook(message.recipient());
        if (hook == null) {
            return Outcome.refused("No webhook of this name is configured any more.");
        }
        String body = body(message.notice(), told);
        String timestamp = Long.toString(wallClock.instant().getEpochSecond());
        Outcome outcome = posting.post(hook.url(), body, Map.of(TIMESTAMP, timestamp, SIGNATURE, "sha256=" + sign(hook.secret(), timestamp + "." + body),
                KEY, message.notice().eventId() + "-" + hook.name()));
        return outcome.result() == Result.AMBIGUOUS ? Outcome.later(outcome.problem()) : outcome;
    }

    private static String body(Notice notice, Told told) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("id", notice.eventId()).put("kind", notice.kind().name()).put("event", notice.event()).put("cycle", notice.cycleId())
                .put("ring", notice.ring()).put("businessTime", notice.at().toString()).put("title", told.title()).put("link", told.link());
        body.set("data", Told.data(notice));
        return body.toString();
    }

    static String sign(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no HmacSHA256.", e);
        }
    }
}
