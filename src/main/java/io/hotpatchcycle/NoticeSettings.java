package io.hotpatchcycle;

import io.hotpatchcycle.notice.Channels;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an admin can set about telling people, prefix {@code hotpatch}.
 *
 * @param publicUrl where people reach this program; default: this machine
 * @param change    the number of the change in a system outside
 * @param notices   who is told, and how
 */
@ConfigurationProperties("hotpatch")
public record NoticeSettings(URI publicUrl, @DefaultValue Change change, @DefaultValue Notices notices) {

    public NoticeSettings {
        if (publicUrl != null && (publicUrl.getHost() == null || !String.valueOf(publicUrl.getScheme()).matches("https?"))) {
            throw new StartRefusedException("hotpatch.public-url must be an address such as https://hotpatch.example.org, not '" + publicUrl + "'.");
        }
    }

    /**
     * The number of the change in a system outside.
     *
     * @param referencePattern  regular expression that it must match; empty for any text
     * @param referenceRequired whether a change is approved only with one
     */
    public record Change(@DefaultValue("") String referencePattern, @DefaultValue("false") boolean referenceRequired) {
    }

    /**
     * Who is told, and how. Mail goes by the server of {@code spring.mail.*}.
     *
     * @param from      the sender's address; needed with a mail server
     * @param templates folder with files that stand in for the built-in ones; null for none
     * @param retry     time before the second attempt, the third and so on; after the last one a message is given up
     * @param groups    what groups have of their own, by their ids
     * @param webhooks  programs that are told, signed
     */
    public record Notices(String from, Path templates, @DefaultValue({"1m", "5m", "15m", "1h", "4h"}) List<Duration> retry, Map<String, Group> groups,
                          List<Webhook> webhooks) {

        public Notices {
            retry = List.copyOf(retry);
            groups = groups == null ? Map.of() : Map.copyOf(groups);
            webhooks = webhooks == null ? List.of() : List.copyOf(webhooks);
            if (retry.stream().anyMatch(wait -> wait.isNegative() || wait.isZero())) {
                throw new StartRefusedException("hotpatch.notices.retry must hold times above 0, e.g. 1m,5m,1h.");
            }
        }
    }

    /**
     * What a group has of its own.
     *
     * @param mail  address of the whole group; null when each member is written to
     * @param teams address of its workflow in Teams; null for none
     */
    public record Group(String mail, URI teams) {
    }

    /**
     * A program that is told.
     *
     * @param secret key of the signature, 16 characters or more
     */
    public record Webhook(String name, URI url, String secret) {

        @Override
        public String toString() {
            return "Webhook[" + name + "]";
        }
    }

    /** The channels, checked. @param mail whether there is a mail server */
    Channels channels(boolean mail) {
        Map<String, Channels.Group> own = new LinkedHashMap<>();
        notices.groups().forEach((name, group) -> own.put(name, new Channels.Group(group.mail(), group.teams())));
        try {
            return new Channels(mail, own, notices.webhooks().stream().map(hook -> new Channels.Webhook(hook.name(), hook.url(), hook.secret())).toList());
        } catch (IllegalArgumentException e) {
            throw new StartRefusedException(e.getMessage(), e);
        }
    }
}
