package io.hotpatchcycle.evidence;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** Writes the entries of a pack one after another into a file, each of any size, and keeps size and hash of each. */
final class PackWriter implements Closeable {

    private static final int BUFFER = 1 << 16;

    private final RandomAccessFile file;
    private final List<ZipLayout.Written> written = new ArrayList<>();
    private final List<Manifest.Entry> entries = new ArrayList<>();

    PackWriter(Path target) throws IOException {
        file = new RandomAccessFile(target.toFile(), "rw");
        file.setLength(0);
    }

    /** Writes the content of an entry. */
    @FunctionalInterface
    interface Content {

        void writeTo(OutputStream out) throws IOException;
    }

    /** What was written so far, in order. */
    List<Manifest.Entry> entries() {
        return List.copyOf(entries);
    }

    void add(String name, byte[] content) throws IOException {
        add(name, out -> out.write(content));
    }

    void add(String name, Content content) throws IOException {
        if (!Manifest.safe(name)) {
            throw new IllegalArgumentException("'" + name + "' is no name for a file of a pack.");
        }
        long start = file.getFilePointer();
        file.write(ZipLayout.before(new ZipLayout.Written(name, 0, 0, start)));
        Counted counted = new Counted();
        OutputStream out = new BufferedOutputStream(counted, BUFFER);
        content.writeTo(out);
        out.flush();
        long end = file.getFilePointer();
        if (end > ZipLayout.MAX_SIZE) {
            throw new IOException("The pack would be larger than 4 GiB; it ends at '" + name + "'.");
        }
        ZipLayout.Written entry = new ZipLayout.Written(name, counted.size, counted.crc.getValue(), start);
        file.seek(start);
        file.write(ZipLayout.before(entry));
        file.seek(end);
        written.add(entry);
        entries.add(new Manifest.Entry(name, counted.size, Hashes.hex(counted.digest)));
    }

    /** Completes the file. */
    void finish() throws IOException {
        file.write(ZipLayout.end(written, file.getFilePointer()));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private final class Counted extends OutputStream {

        private final CRC32 crc = new CRC32();
        private final MessageDigest digest = Hashes.sha256();
        private long size;

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            crc.update(bytes, from, length);
            digest.update(bytes, from, length);
            size += length;
            file.write(bytes, from, length);
        }
    }
}
