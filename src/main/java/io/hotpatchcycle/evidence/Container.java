package io.hotpatchcycle.evidence;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Rebuilds what stands around the files of a pack and compares it byte by byte. */
final class Container {

    private final Path file;
    private final long size;

    Container(Path file, long size) {
        this.file = file;
        this.size = size;
    }

    /**
     * Compares.
     *
     * @param contents name, size and checksum of each entry, in the order of the manifest
     * @return what differs; empty when nothing does
     */
    Optional<String> compare(List<ZipLayout.Written> contents) throws IOException {
        List<ZipLayout.Written> placed = new ArrayList<>();
        long offset = 0;
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            for (ZipLayout.Written content : contents) {
                ZipLayout.Written entry = new ZipLayout.Written(content.name(), content.size(), content.crc(), offset);
                byte[] before = ZipLayout.before(entry);
                if (!same(bytes, offset, before)) {
                    return differs(offset, "before " + entry.name());
                }
                placed.add(entry);
                offset += before.length + entry.size();
            }
            byte[] end = ZipLayout.end(placed, offset);
            if (offset + end.length != size || !same(bytes, offset, end)) {
                return differs(offset, "in the table of contents");
            }
        }
        return Optional.empty();
    }

    private static boolean same(RandomAccessFile bytes, long offset, byte[] expected) throws IOException {
        if (offset + expected.length > bytes.length()) {
            return false;
        }
        byte[] found = new byte[expected.length];
        bytes.seek(offset);
        bytes.readFully(found);
        return Arrays.equals(found, expected);
    }

    private static Optional<String> differs(long offset, String where) {
        return Optional.of("packed anew: the files are intact, but the zip around them is not as it was written (from byte " + offset + ", " + where
                + "). Times, compression or attributes were changed.");
    }
}
