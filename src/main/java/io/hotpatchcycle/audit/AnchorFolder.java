package io.hotpatchcycle.audit;

import io.hotpatchcycle.audit.Verification.Finding;
import io.hotpatchcycle.audit.Verification.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Copies of signed heads in a folder that the program cannot rewrite. A file has two lines: what was signed, and the
 * signature in Base64, so that openssl alone can check it.
 */
final class AnchorFolder {

    private static final Pattern LINES = Pattern.compile("(\\{\"hash\":\"([0-9a-f]{64})\",\"key\":\"([0-9a-f]{16})\",\"kind\":\"[^\"]+\",\"previousHead\":(\\d{1,18}),"
            + "\"sequence\":(\\d{1,18}),\"time\":\"([^\"]{27})\"})\n([A-Za-z0-9+/=]{88})\n");

    private final Path folder;

    /** @param folder null for none */
    AnchorFolder(Path folder) {
        this.folder = folder;
    }

    /** One file of the folder. */
    record Anchor(Path file, Head head) {
    }

    /** The anchors by sequence, and the first file that is none; null when each is one. */
    record Content(Map<Long, Anchor> anchors, Finding finding) {
    }

    boolean isSet() {
        return folder != null;
    }

    /**
     * Writes the head unless it is there already.
     *
     * @return the file
     * @throws IllegalStateException when it cannot be written, or the file is there and says another thing
     */
    Path write(Head head) {
        Path file = folder.resolve(String.format("trail-head-%012d.txt", head.sequence()));
        String text = head.file();
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
            file.toFile().setReadOnly(); // on many write-once stores this is what makes it final
        } catch (FileAlreadyExistsException e) {
            if (!text.equals(read(file))) {
                throw new IllegalStateException("Anchor " + file + " says another thing than the trail's head at " + head.sequence()
                        + ". It was not touched. Verify the trail.", e);
            }
        } catch (IOException e) {
            throw new IllegalStateException("The trail's head at " + head.sequence() + " could not be anchored in " + file + " (" + e
                    + "). Make hotpatch.audit.anchor-folder a folder the program can add files to.", e);
        }
        return file;
    }

    /** Reads all; a file that cannot be read, was altered or is signed by a stranger is a finding. */
    Content read(TrustedKeys trusted) {
        Map<Long, Anchor> found = new TreeMap<>();
        if (folder == null) {
            return new Content(found, null);
        }
        Finding first = null;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "trail-head-*")) {
            for (Path file : files) {
                Head head = parse(read(file));
                String objection = head == null ? "is cut, altered or unreadable" : trusted.objection(head);
                if (objection == null) {
                    found.put(head.sequence(), new Anchor(file, head));
                } else if (first == null) {
                    first = new Finding(Kind.UNPROVEN, null, null, "Anchor " + file.getFileName() + " " + objection + ".");
                }
            }
        } catch (IOException e) {
            first = new Finding(Kind.UNPROVEN, null, null, "The anchors in " + folder + " cannot be read (" + e + ").");
        }
        return new Content(found, first);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return "";
        }
    }

    private static Head parse(String text) {
        Matcher lines = LINES.matcher(text);
        if (!lines.matches()) {
            return null;
        }
        try {
            Head head = new Head(Long.parseLong(lines.group(5)), Long.parseLong(lines.group(4)), lines.group(2), Instant.parse(lines.group(6)),
                    lines.group(3), HexFormat.of().formatHex(Base64.getDecoder().decode(lines.group(7))));
            return head.text().equals(lines.group(1)) ? head : null;
        } catch (RuntimeException e) {
            return null; // a time or a signature that is none
        }
    }
}
