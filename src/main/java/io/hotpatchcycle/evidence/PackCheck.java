package io.hotpatchcycle.evidence;

import io.hotpatchcycle.audit.VerifyingKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks a pack with nothing but the file, and the public key where there is one: no database, no network. Whoever
 * holds a pack can run it.
 */
public final class PackCheck {

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
     * @param findings      what was altered, one sentence each; empty when the pack is intact
     */
    public record Result(String cycle, String state, int files, String keyId, boolean signerChecked, List<String> caveats, List<String> findings) {

        public Result {
            caveats = List.copyOf(caveats);
            findings = List.copyOf(findings);
        }

        /** Whether the pack is as it was drawn. */
        public boolean intact() {
            return findings.isEmpty();
        }

        static Result refused(String finding) {
            return new Result(null, null, 0, null, false, List.of(), List.of(finding));
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
        VerifyingKey expected = publicPem == null ? null : VerifyingKey.ofPem(publicPem);
        try (PackReader pack = PackReader.open(file)) {
            return check(pack, expected);
        } catch (IOException e) {
            return Result.refused("refused: " + e.getMessage() + ".");
        }
    }

    private static Result check(PackReader pack, VerifyingKey expected) throws IOException {
        byte[] json = pack.small(Manifest.FILE);
        Manifest manifest = Manifest.parse(json);
        pack.refuseBomb(manifest);
        List<String> findings = new ArrayList<>();
        pack.compare(manifest, findings);
        signature(pack, manifest, json, expected, findings);
        if (findings.isEmpty()) {
            pack.compareContainer(manifest).ifPresent(findings::add);
        }
        return new Result(manifest.cycle(), manifest.state(), manifest.entries().size(), manifest.keyId(), expected != null,
                manifest.caveats(), findings);
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
