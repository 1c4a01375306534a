package io.hotpatchcycle.preflight;

import io.hotpatchcycle.audit.TimeStampTrust;
import io.hotpatchcycle.audit.TimeStamps;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Whether the head of the trail goes, each day, to a place that the program cannot rewrite, and whether each such place works. */
public final class HeadCheck {

    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);
    private static final int PATIENCE_MILLIS = 10_000;

    private final Places places;
    private final boolean sandbox;
    private final Clock wallClock;

    HeadCheck(Places places, boolean sandbox, Clock wallClock) {
        this.places = places;
        this.sandbox = sandbox;
        this.wallClock = wallClock;
    }

    /**
     * Places outside, as set; null for none.
     *
     * @param folder          for anchors
     * @param tsa             where the time stamping authority answers
     * @param tsaCertificates PEM file with whom its stamps have to lead to
     * @param mailTo          address
     * @param mailHost        server that takes the mail
     */
    public record Places(Path folder, URI tsa, Path tsaCertificates, String mailTo, String mailHost, int mailPort) {

        boolean none() {
            return folder == null && tsa == null && mailTo == null;
        }
    }

    List<Finding> run() {
        List<Finding> findings = new ArrayList<>();
        if (places.none()) {
            String text = "audit: the head of the trail goes nowhere outside, so the trail proves nothing against whoever owns the database. Set "
                    + "hotpatch.audit.anchor-folder to a write-once folder, hotpatch.audit.mail-to, or hotpatch.audit.tsa.url.";
            return List.of(sandbox ? Finding.note(text) : Finding.missing(text));
        }
        if (places.folder() != null) {
            findings.add(folder(places.folder()));
        }
        if (places.tsa() != null) {
            findings.add(authority());
        }
        if (places.mailTo() != null) {
            findings.add(mail());
        }
        return findings;
    }

    private static Finding folder(Path folder) {
        return Files.isDirectory(folder) && Files.isWritable(folder) ? Finding.ok("audit: anchors go to " + folder)
                : Finding.missing("audit: hotpatch.audit.anchor-folder names " + folder + ", which is no folder we can write to. Make it, or mount it.");
    }

    private Finding authority() {
        if (places.tsaCertificates() == null) {
            return Finding.missing("audit: hotpatch.audit.tsa.url is set, but nobody can check its stamps. Name the authority's certificates (PEM) in "
                    + "hotpatch.audit.tsa.certificates.");
        }
        TimeStampTrust trust;
        try {
            trust = TimeStampTrust.of(places.tsaCertificates());
        } catch (IllegalArgumentException e) {
            return Finding.missing("audit: " + e.getMessage() + " It is hotpatch.audit.tsa.certificates.");
        }
        try {
            TimeStampTrust.Stamped stamped = TimeStamps.tryOut(places.tsa(), trust);
            Duration apart = Duration.between(stamped.at(), wallClock.instant()).abs();
            return apart.compareTo(CLOCKS_DIFFER) > 0 ? Finding.missing("audit: the time stamping authority " + places.tsa() + " says it is " + stamped.at() + ", "
                    + apart.toSeconds() + " s from this machine's time, so its stamps would not fit the heads. Synchronise this machine by NTP, or take another authority.")
                    : Finding.ok("audit: " + places.tsa() + " stamps, as " + stamped.by() + "; stamps lie in the database and in packs, so keep packs outside");
        } catch (IllegalStateException e) {
            return Finding.missing("audit: " + e.getMessage() + " Let this machine reach it, or take it out.");
        } catch (IllegalArgumentException e) {
            return Finding.missing("audit: the time stamp of " + places.tsa() + " is not accepted: " + e.getMessage() + ". Name the certificates of that very "
                    + "authority in hotpatch.audit.tsa.certificates.");
        }
    }

    private Finding mail() {
        if (places.mailHost() == null) {
            return Finding.missing("audit: hotpatch.audit.mail-to is set, but there is no mail server to send by. Set spring.mail.host, and hotpatch.notices.from.");
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(places.mailHost(), places.mailPort()), PATIENCE_MILLIS);
            return Finding.ok("audit: the head is mailed to " + places.mailTo() + "; the server " + places.mailHost() + " can be reached");
        } catch (IOException | IllegalArgumentException e) {
            return Finding.missing("audit: the mail server " + places.mailHost() + ":" + places.mailPort() + ", which is to take the head to " + places.mailTo()
                    + ", cannot be reached (" + e.getMessage() + "). Look at spring.mail.host and spring.mail.port.");
        }
    }
}
