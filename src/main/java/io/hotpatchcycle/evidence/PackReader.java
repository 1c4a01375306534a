package io.hotpatchcycle.evidence;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Reads a file that claims to be a pack. Nothing is unpacked, nothing is read beyond what the manifest declares. */
final class PackReader implements Closeable {

    /** A manifest of a pack of any fleet is smaller. */
    static final int MAX_SMALL = 8 << 20;
    private static final long NO_BOMB = 64L << 20;
    private static final int MAX_RATIO = 100;
    private static final int SMALLEST = 22;

    private final Path file;
    private final long size;
    private final ZipFile zip;
    private final Map<String, ZipEntry> entries = new LinkedHashMap<>();
    private final Map<String, ZipLayout.Written> read = new HashMap<>();

    private PackReader(Path file, long size, ZipFile zip) throws IOException {
        this.file = file;
        this.size = size;
        this.zip = zip;
        for (ZipEntry entry : Collections.list(zip.entries())) {
            String name = entry.isDirectory() ? entry.getName().substring(0, entry.getName().length() - 1) : entry.getName();
            if (!Manifest.safe(name)) {
                throw new IOException("entry '" + harmless(name) + "' has a name that is not safe to unpack");
            }
            if (entries.put(entry.getName(), entry) != null) {
                throw new IOException("entry '" + name + "' is there twice");
            }
            if (entries.size() > Manifest.MAX_ENTRIES) {
                throw new IOException("it has more than " + Manifest.MAX_ENTRIES + " entries");
            }
        }
    }

    /**
     * Opens it.
     *
     * @throws IOException with the reason why this can be no pack
     */
    static PackReader open(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + " is not a file that can be read");
        }
        long size = Files.size(file);
        if (size < SMALLEST || size > ZipLayout.MAX_SIZE) {
            throw new IOException(file.getFileName() + " has " + size + " bytes, which no pack has");
        }
        ZipFile zip;
        try {
            zip = new ZipFile(file.toFile());
        } catch (ZipException | IllegalArgumentException e) {
            throw new IOException(beginsAsZip(file) ? file.getFileName() + " is truncated or damaged: its table of contents cannot be read"
                    : file.getFileName() + " is not a zip file", e);
        }
        try {
            return new PackReader(file, size, zip);
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e instanceof IOException known ? known
                    : new IOException(file.getFileName() + " is damaged: its table of contents cannot be read", e);
        }
    }

    private static boolean beginsAsZip(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(2);
            return start.length == 2 && start[0] == 'P' && start[1] == 'K';
        }
    }

    private static String harmless(String name) {
        String shown = name.replaceAll("[^\\x20-\\x7e]", "?");
        return shown.length() > 80 ? shown.substring(0, 80) + "..." : shown;
    }

    boolean has(String name) {
        return entries.containsKey(name);
    }

    /** Names of the files in a folder. */
    List<String> names(String folder) {
        return entries.keySet().stream().filter(name -> name.startsWith(folder)).toList();
    }

    InputStream open(String name) throws IOException {
        return zip.getInputStream(entries.get(name));
    }

    /** Takes the lines of a file one by one. */
    interface Lines {

        void take(String line) throws IOException;
    }

    /** Reads a text file line by line, in constant memory. */
    void lines(String name, Lines lines) throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(open(name), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.take(line);
            }
        }
    }

    /** A file that is small in every pack. */
    byte[] small(String name) throws IOException {
        ZipEntry entry = entries.get(name);
        if (entry == null) {
            throw new IOException(file.getFileName() + " has no " + name + ": it is no pack, or that file was removed");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] content = in.readNBytes(MAX_SMALL + 1);
            if (content.length > MAX_SMALL) {
                throw new IOException(name + " is larger than any pack has it");
            }
            CRC32 crc = new CRC32();
            crc.update(content);
            read.put(name, new ZipLayout.Written(name, content.length, crc.getValue(), 0));
            return content;
        } catch (ZipException | RuntimeException e) {
            throw new IOException(name + " cannot be read: the file is damaged there", e);
        }
    }

    /** A pack is not compressed: one that declares far more than the file holds would only fill a disk. */
    void refuseBomb(Manifest manifest) throws IOException {
        double declared = manifest.entries().stream().mapToDouble(Manifest.Entry::size).sum();
        if (declared > NO_BOMB + (double) MAX_RATIO * size) {
            throw new IOException(String.format(Locale.ROOT, "it declares %.0f bytes in a file of %d: a zip bomb. Do not unpack it",
                    declared, size));
        }
    }

    /** Holds every file against the manifest. */
    void compare(Manifest manifest, List<String> findings) {
        List<String> expected = expected(manifest);
        for (Manifest.Entry entry : manifest.entries()) {
            if (!has(entry.name())) {
                findings.add("missing: " + entry.name() + ".");
            } else {
                content(entry).ifPresent(findings::add);
            }
        }
        TreeSet<String> added = new TreeSet<>(entries.keySet());
        expected.forEach(added::remove);
        added.forEach(name -> findings.add("added: " + name + "."));
        List<String> found = new ArrayList<>(entries.keySet());
        if (added.isEmpty() && found.size() == expected.size() && !found.equals(expected)) {
            int i = 0;
            while (found.get(i).equals(expected.get(i))) {
                i++;
            }
            findings.add("reordered: " + found.get(i) + " stands where " + expected.get(i) + " belongs.");
        }
    }

    private static List<String> expected(Manifest manifest) {
        List<String> names = new ArrayList<>(manifest.entries().stream().map(Manifest.Entry::name).toList());
        names.add(Manifest.FILE);
        names.add(Manifest.SIGNATURE);
        return names;
    }

    private Optional<String> content(Manifest.Entry entry) {
        MessageDigest digest = Hashes.sha256();
        CRC32 crc = new CRC32();
        long length = 0;
        try (InputStream in = zip.getInputStream(entries.get(entry.name()))) {
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0 && length <= entry.size(); n = in.read(buffer)) {
                digest.update(buffer, 0, n);
                crc.update(buffer, 0, n);
                length += n;
            }
        } catch (IOException | RuntimeException e) {
            return Optional.of("changed: " + entry.name() + " cannot be read: the file is damaged there.");
        }
        read.put(entry.name(), new ZipLayout.Written(entry.name(), length, crc.getValue(), 0));
        if (length != entry.size()) {
            return Optional.of("changed: " + entry.name() + " is " + (length > entry.size() ? "longer" : "shorter") + " than the "
                    + entry.size() + " bytes it had.");
        }
        return Hashes.hex(digest).equals(entry.sha256()) ? Optional.empty() : Optional.of("changed: " + entry.name() + ".");
    }

    /** Holds the zip around the files against the one way a pack is written; the files themselves must be intact. */
    Optional<String> compareContainer(Manifest manifest) throws IOException {
        return new Container(file, size).compare(expected(manifest).stream().map(read::get).toList());
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
