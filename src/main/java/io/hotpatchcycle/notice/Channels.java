package io.hotpatchcycle.notice;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * By which channels people and programs are told, as configured.
 *
 * @param mail     whether a mail server is configured
 * @param groups   what groups have of their own, by their ids
 * @param webhooks programs that are told, in order
 */
public record Channels(boolean mail, Map<String, Group> groups, List<Webhook> webhooks) {

    /** A secret has at least this many characters. */
    public static final int SHORTEST_SECRET = 16;

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    /** @throws IllegalArgumentException one sentence that says what to correct */
    public Channels {
        groups = Map.copyOf(groups);
        webhooks = List.copyOf(webhooks);
        groups.forEach((name, group) -> {
            if (group.teams() != null) {
                checkUrl("hotpatch.notices.groups." + name + ".teams", group.teams());
            }
        });
        Set<String> names = new HashSet<>();
        webhooks.forEach(hook -> {
            if (!names.add(hook.name())) {
                throw new IllegalArgumentException("hotpatch.notices.webhooks: two webhooks are named '" + hook.name() + "'.");
            }
        });
    }

    /**
     * What a group has of its own.
     *
     * @param mail  address of the whole group; null when each member is written to
     * @param teams address of its workflow in Teams; null for none. It lets anybody post, so it is a secret
     */
    public record Group(String mail, URI teams) {

        static final Group NOTHING = new Group(null, null);

        public Group {
            mail = mail == null || mail.isBlank() ? null : mail.strip();
        }
    }

    /**
     * A program that is told.
     *
     * @param secret key of the signature
     */
    public record Webhook(String name, URI url, String secret) {

        /** @throws IllegalArgumentException one sentence that says what to correct */
        public Webhook {
            if (name == null || !name.matches("[a-z0-9][a-z0-9-]{0,40}")) {
                throw new IllegalArgumentException("hotpatch.notices.webhooks: name '" + name + "' must hold only a-z, 0-9 and '-'.");
            }
            checkUrl("hotpatch.notices.webhooks: url of '" + name + "'", url);
            if (secret == null || secret.length() < SHORTEST_SECRET) {
                throw new IllegalArgumentException("hotpatch.notices.webhooks: the secret of '" + name + "' must have at least " + SHORTEST_SECRET
                        + " characters.");
            }
        }

        @Override
        public String toString() {
            return "Webhook[" + name + "]"; // address and secret have no business in a log
        }
    }

    Group of(String group) {
        return groups.getOrDefault(group, Group.NOTHING);
    }

    Webhook webhook(String name) {
        return webhooks.stream().filter(hook -> hook.name().equals(name)).findFirst().orElse(null);
    }

    private static void checkUrl(String what, URI url) {
        String scheme = url == null || url.getHost() == null || url.getScheme() == null ? "" : url.getScheme();
        if (!"https".equals(scheme) && !("http".equals(scheme) && LOOPBACK.contains(url.getHost()))) {
            throw new IllegalArgumentException(what + " must be an https address; http is for this machine only.");
        }
    }
}
