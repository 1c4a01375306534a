package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Every write, a line of JSON each, in a file: a tenant that is written to often holds no more than 8 bytes of each. Entries are numbered
 * from 1.
 */
final class Journal implements AutoCloseable {

    private final FileChannel file;
    private final String name;
    private final boolean kept;
    /** Where each line ends. */
    private long[] ends = new long[64];
    private int size;

    private Journal(FileChannel file, String name, boolean kept) {
        this.file = file;
        this.name = name;
        this.kept = kept;
    }

    /** A journal that stays, with what is in it; an entry is on disk before {@link #append} returns. */
    static Journal open(Path path) {
        try {
            return new Journal(FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE), path.toString(), true);
        } catch (IOException e) {
            throw damaged(path.toString(), e.toString());
        }
    }

    /** A journal that is gone with the tenant. */
    static Journal temporary() {
        try {
            return new Journal(TempFile.open(), "temporary file", false);
        } catch (IOException e) {
            throw new UncheckedIOException("The sandbox cannot make a temporary file.", e);
        }
    }

    /**
     * Reads what is in it, to be called once and before the first {@link #append}. A last line that was cut by a crash is removed: its
     * write was never answered.
     */
    void replay(Consumer<ObjectNode> each) {
        try {
            // not closed: that would close the file
            InputStream in = new BufferedInputStream(Channels.newInputStream(file.position(0)), 64 * 1024);
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next != '\n') {
                    line.write(next);
                    continue;
                }
                ObjectNode entry = entry(line.toString(StandardCharsets.UTF_8));
                ended(end() + line.size() + 1);
                line.reset();
                each.accept(entry);
            }
            file.truncate(end());
        } catch (IOException e) {
            throw damaged(name, e.toString());
        }
    }

    private ObjectNode entry(String text) {
        try {
            JsonNode node = Json.parse(text);
            if (node instanceof ObjectNode object && object.path("seq").asLong() == size + 1) {
                return object;
            }
        } catch (IOException e) {
            throw damaged(name, "line " + (size + 1) + " is not JSON");
        }
        throw damaged(name, "line " + (size + 1) + " is not entry number " + (size + 1));
    }

    private static IllegalArgumentException damaged(String file, String what) {
        return new IllegalArgumentException("The sandbox state " + file + " is damaged (" + what
                + "). Restore it from a copy, or start with an empty state folder.");
    }

    private synchronized void ended(long at) {
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, 2 * size);
        }
        ends[size++] = at;
    }

    private synchronized long end() {
        return size == 0 ? 0 : ends[size - 1];
    }

    /** Appends one entry. */
    void append(ObjectNode entry) {
        try {
            byte[] json = Json.bytes(entry);
            ByteBuffer line = ByteBuffer.allocate(json.length + 1).put(json).put((byte) '\n').flip();
            long at = end();
            while (line.hasRemaining()) {
                file.write(line, at + line.position());
            }
            if (kept) {
                file.force(false);
            }
            ended(at + line.limit());
        } catch (IOException e) {
            throw new UncheckedIOException("The sandbox cannot write its journal in " + name + ".", e);
        }
    }

    /** The lines after an entry, each with its line end; null when there are none. */
    synchronized Large after(long entry) {
        int first = (int) Math.min(entry, size);
        long from = first == 0 ? 0 : ends[first - 1];
        return first == size ? null : new Large(file, from, ends[size - 1] - from, false);
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
