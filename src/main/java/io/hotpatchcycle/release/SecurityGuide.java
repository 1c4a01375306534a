package io.hotpatchcycle.release;

import io.hotpatchcycle.audit.Trail;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.xml.stream.XMLStreamException;

/**
 * Microsoft's own account of which CVEs a month's updates fix, how severe each is and whether it was exploited: the monthly documents of its Security
 * Response Center (CVRF, XML) in a folder, each named as MSRC names it, e.g. {@code 2026-Aug.xml}. Informs, decides nothing: without it, or where it
 * cannot be read, the cycle goes on and the trail says so.
 */
public final class SecurityGuide {

    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("uuuu-MMM", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private final Path folder;
    private final ReleaseRows rows;
    private final Trail trail;
    private final Clock businessClock;

    /** @param folder null where there is none */
    public SecurityGuide(Path folder, ReleaseRows rows, Trail trail, Clock businessClock) {
        this.folder = folder;
        this.rows = rows;
        this.trail = trail;
        this.businessClock = businessClock;
    }

    /**
     * What a document says of some updates.
     *
     * @param document as it names itself
     * @param asOf     its current release date, as written
     * @param sha256   of the file
     * @param cves     by number
     * @param articles that fix each of them, as the catalog writes them
     */
    public record Fixed(String document, String asOf, String sha256, Map<String, Cve> cves, Map<String, Set<String>> articles) {
    }

    /**
     * One CVE, for the products that the updates are for.
     *
     * @param severity  highest; empty when not said
     * @param score     highest CVSS base score; null when not said
     * @param exploited as MSRC words it, e.g. {@code Yes}; empty when not said
     */
    public record Cve(String severity, Double score, String exploited) {

        Map<String, String> told() {
            return Map.of("severity", severity, "score", score == null ? "" : score.toString(), "exploited", exploited);
        }
    }

    /** Reads what the release fixes, keeps which article fixes what, and tells the trail; nothing without a folder. */
    public void note(String cycleId, Release release) {
        if (folder == null) {
            return;
        }
        try {
            Fixed fixed = fixed(release.publishedAt(), release.revisions().stream().map(Revision::kb).filter(kb -> kb != null && !kb.isBlank()).collect(Collectors.toSet()));
            Map<String, Object> cves = new TreeMap<>();
            fixed.cves().forEach((number, cve) -> cves.put(number, cve.told()));
            rows.fixes(release.id(), fixed.document(), fixed.articles(), businessClock.instant());
            trail.system("msrc.read", cycleId, null, Map.of("document", fixed.document(), "asOf", fixed.asOf(), "sha256", fixed.sha256(), "fixed", cves));
        } catch (IllegalStateException e) {
            trail.system("msrc.notRead", cycleId, null, Map.of("message", e.getMessage()));
        }
    }

    /**
     * What these updates fix, by the document of the month.
     *
     * @param kbs as the catalog writes them, e.g. {@code KB5120994}
     * @throws IllegalStateException when the document is not there, or cannot be read as one
     */
    Fixed fixed(Instant published, Set<String> kbs) {
        Path file = folder.resolve(NAME.format(published) + ".xml");
        if (!Files.isRegularFile(file)) {
            throw new IllegalStateException("MSRC's document " + file.getFileName() + " is not in the folder of hotpatch.msrc-folder, so only the CVEs that the catalog names are known. "
                    + "Fetch it from MSRC (CVRF, XML) before the next cycle is planned.");
        }
        try (InputStream in = Files.newInputStream(file); DigestInputStream digested = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            CvrfReader reader = new CvrfReader(kbs.stream().map(kb -> kb.replaceFirst("^KB", "")).collect(Collectors.toSet()));
            reader.read(digested);
            return new Fixed(reader.document(), reader.asOf(), HexFormat.of().formatHex(digested.getMessageDigest().digest()), reader.cves(), articles(reader.fixes()));
        } catch (IOException | XMLStreamException | NumberFormatException e) {
            throw new IllegalStateException("MSRC's document " + file.getFileName() + " cannot be read (" + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
                    + "), so only the CVEs that the catalog names are known. Fetch it again from MSRC (CVRF, XML).", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256.", e);
        }
    }

    private static Map<String, Set<String>> articles(Map<String, Set<String>> fixes) {
        Map<String, Set<String>> named = new TreeMap<>();
        fixes.forEach((cve, numbers) -> named.put(cve, numbers.stream().map(number -> "KB" + number).collect(Collectors.toSet())));
        return named;
    }
}
