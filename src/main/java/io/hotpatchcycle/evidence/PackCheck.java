package io.hotpatchcycle.evidence;

import io.hotpatchcycle.audit.TimeStampTrust;
import io.hotpatchcycle.audit.VerifyingKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks a pack with nothing but the file, and the public key where there is one: no database, no network. Whoever
 * holds a pack can run it.
 */
public final class PackCheck {

    /** The end of the trail as it was time-stamped, and the token. */
    static final String STAMPED = "time-stamp/head.txt";
    static final String STAMP = "time-stamp/head.tst";
    private static final String HEADS = "data/" + Table.HEADS.file("csv");
    private static final Pattern HASH = Pattern.compile("\"hash\":\"([0-9a-f]{64})\"");

    private PackCheck() {
    }

    /**
     * What was found.
     *
     * @param cycle         id of the cycle as the manifest says; null when there is no readable manifest
     * @param state         how the cycle ended, as the manifest says
     * @param files         files the manifest lists
     * @param keyId         id of the key that signed, as the pack says
     * @param signerChecked whether the signature was held against a key from outside the pack
     * @param caveats       why the pack is not evidence grade, as it says itself
     * @param stamped       when the end of its trail was time-stamped, and by whom; null when it was not
     * @param supplements   SHA-256 of the pack that this one supplements; null when it is the first
     * @param findings      what was altered, one sentence each; empty when the pack is intact
     */
    public record Result(String cycle, String state, int files, String keyId, boolean signerChecked, List<String> caveats,
                         TimeStampTrust.Stamped stamped, String supplements, List<String> findings) {

        public Result {
            caveats = List.copyOf(caveats);
            findings = List.copyOf(findings);
        }

        /** Whether the pack is as it was drawn. */
        public boolean intact() {
            return findings.isEmpty();
        }

        static Result refused(String finding) {
            return new Result(null, null, 0, null, false, List.of(), null, null, List.of(finding));
        }
    }

    /**
     * Checks a pack.
     *
     * @param file      any file; one that is no pack is refused in the findings
     * @param publicPem the key it must be signed by; null when none is known
     * @throws IllegalArgumentException when the key is no public Ed25519 key in PEM
     */
    public static Result check(Path file, String publicPem) {
        return check(file, publicPem, null);
    }

    /**
     * Checks a pack, and that the end of its trail was time-stamped.
     *
     * @param authority whose stamp is wanted; null when none is, and one that is there needs only be genuine
     */
    public static Result check(Path file, String publicPem, TimeStampTrust authority) {
        VerifyingKey expected = publicPem == null ? null : VerifyingKey.ofPem(publicPem);
        try (PackReader pack = PackReader.open(file)) {
            return check(pack, expected, authority);
        } catch (IOException e) {
            return Result.refused("refused: " + e.getMessage() + ".");
        }
    }

    private static Result check(PackReader pack, VerifyingKey expected, TimeStampTrust authority) throws IOException {
        byte[] json = pack.small(Manifest.FILE);
        Manifest manifest = Manifest.parse(json);
        pack.refuseBomb(manifest);
        List<String> findings = new ArrayList<>();
        pack.compare(manifest, findings);
        signature(pack, manifest, json, expected, findings);
        List<String> caveats = new ArrayList<>(manifest.caveats());
        if (findings.isEmpty()) {
            ChainCheck.run(pack, manifest, VerifyingKey.ofPem(new String(pack.small(Manifest.KEY), StandardCharsets.US_ASCII)), findings, caveats);
        }
        if (findings.isEmpty()) {
            TwinCheck.run(pack, findings);
        }
        TimeStampTrust.Stamped stamped = stamped(pack, authority, findings);
        if (findings.isEmpty()) {
            pack.compareContainer(manifest).ifPresent(findings::add);
        }
        return new Result(manifest.cycle(), manifest.state(), manifest.entries().size(), manifest.keyId(), expected != null,
                caveats, stamped, manifest.asOf().get(Manifest.SUPPLEMENTS), findings);
    }

    private static TimeStampTrust.Stamped stamped(PackReader pack, TimeStampTrust authority, List<String> findings) throws IOException {
        if (!pack.has(STAMP) || !pack.has(STAMPED)) {
            if (authority != null) {
                findings.add("missing: " + STAMP + ". The end of the trail is not time-stamped.");
            }
            return null;
        }
        byte[] head = pack.small(STAMPED);
        String heads = pack.has(HEADS) ? new String(pack.small(HEADS), StandardCharsets.UTF_8) : "";
        Matcher hash = HASH.matcher(new String(head, StandardCharsets.UTF_8));
        if (!hash.find() || !heads.contains(hash.group(1))) {
            findings.add("changed: " + STAMPED + " is not the head that " + HEADS + " names.");
        }
        try {
            return (authority == null ? TimeStampTrust.none() : authority).check(pack.small(STAMP), head);
        } catch (IllegalArgumentException e) {
            findings.add("changed: " + STAMP + " does not hold: " + e.getMessage() + ".");
            return null;
        }
    }

    private static void signature(PackReader pack, Manifest manifest, byte[] json, VerifyingKey expected, List<String> findings) throws IOException {
        if (!pack.has(Manifest.SIGNATURE)) {
            findings.add("missing: " + Manifest.SIGNATURE + ". The pack is not signed.");
            return;
        }
        byte[] signature = pack.small(Manifest.SIGNATURE);
        VerifyingKey named = named(pack, findings);
        if (named == null) {
            return;
        }
        if (!named.id().equals(manifest.keyId())) {
            findings.add("changed: " + Manifest.KEY + " is key " + named.id() + ", but the manifest names key " + manifest.keyId() + ".");
        }
        if (!named.verifies(json, signature)) {
            findings.add("changed: " + Manifest.FILE + " or " + Manifest.SIGNATURE + ". The signature does not fit the manifest.");
        } else if (expected != null && !expected.pem().equals(named.pem())) {
            findings.add("signed by another key: " + named.id() + ", not by the one given, " + expected.id() + ".");
        }
    }

    private static VerifyingKey named(PackReader pack, List<String> findings) throws IOException {
        if (!pack.has(Manifest.KEY)) {
            findings.add("missing: " + Manifest.KEY + ". The pack does not name its key.");
            return null;
        }
        try {
            return VerifyingKey.ofPem(new String(pack.small(Manifest.KEY), StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            findings.add("changed: " + Manifest.KEY + " is no public Ed25519 key.");
            return null;
        }
    }

    /**
     * Reads a public key file.
     *
     * @throws IllegalArgumentException when it cannot be read as one
     */
    public static String readKey(Path file) {
        try {
            if (Files.size(file) > PackReader.MAX_SMALL) {
                throw new IllegalArgumentException("The key file " + file + " is too large for a public key in PEM.");
            }
            String pem = Files.readString(file, StandardCharsets.ISO_8859_1);
            VerifyingKey.ofPem(pem);
            return pem;
        } catch (IOException e) {
            throw new IllegalArgumentException("The key file " + file + " cannot be read. Name a public key in PEM with --key.", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The key file " + file + " cannot be used: " + e.getMessage(), e);
        }
    }
}
