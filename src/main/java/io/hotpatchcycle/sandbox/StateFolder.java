package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What a tenant keeps on disk: {@code tenant.json} (how it was made), {@code journal.jsonl} (every write, on disk
 * before it is answered) and {@code clock.json} (a time that virtual time has not passed yet).
 */
final class StateFolder implements AutoCloseable {

    private final Path folder;
    private final FileChannel lockChannel;
    private FileChannel journal;

    private StateFolder(Path folder, FileChannel lockChannel) {
        this.folder = folder;
        this.lockChannel = lockChannel;
    }

    /** Opens and locks a folder. @throws IllegalArgumentException when another sandbox has it or it cannot be used */
    static StateFolder open(Path folder) {
        FileChannel channel = null;
        try {
            Files.createDirectories(folder);
            channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new StateFolder(folder, channel);
            }
        } catch (OverlappingFileLockException e) {
            // the same program has it: told below
        } catch (IOException e) {
            throw new IllegalArgumentException("The state folder " + folder + " of the sandbox cannot be used: " + e + ".", e);
        }
        closeQuietly(channel);
        throw new IllegalArgumentException("Another sandbox is using the state folder " + folder + ". Stop it or name another folder.");
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A stored JSON file, or null when there is none. @throws IllegalArgumentException when it cannot be read */
    JsonNode read(String name) {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            return null;
        }
        try {
            JsonNode node = Json.MAPPER.readTree(Files.readString(file));
            if (node != null && node.isObject()) {
                return node;
            }
        } catch (IOException e) {
            throw damaged(file, e.toString());
        }
        throw damaged(file, "not a JSON object");
    }

    /** Replaces a JSON file in one step. */
    void write(String name, JsonNode content) {
        Path target = folder.resolve(name);
        Path fresh = folder.resolve(name + ".new");
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            writeFully(channel, Json.bytes(content));
            channel.force(true);
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("The sandbox cannot write " + target + ".", e);
        }
    }

    /**
     * Reads the journal and opens it for more. A last line that was cut by a crash is removed: its write was never
     * answered.
     */
    List<ObjectNode> openJournal() {
        Path file = folder.resolve("journal.jsonl");
        try {
            byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
            List<ObjectNode> entries = new ArrayList<>();
            int start = 0;
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] == '\n') {
                    entries.add(entry(file, entries.size() + 1, new String(bytes, start, i - start, StandardCharsets.UTF_8)));
                    start = i + 1;
                }
            }
            journal = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            journal.truncate(start);
            journal.position(start);
            return entries;
        } catch (IOException e) {
            throw damaged(file, e.toString());
        }
    }

    private static ObjectNode entry(Path file, int line, String text) {
        try {
            JsonNode node = Json.parse(text);
            if (node instanceof ObjectNode object && object.path("seq").asLong() == line) {
                return object;
            }
        } catch (IOException e) {
            throw damaged(file, "line " + line + " is not JSON");
        }
        throw damaged(file, "line " + line + " is not entry number " + line);
    }

    private static IllegalArgumentException damaged(Path file, String what) {
        return new IllegalArgumentException("The sandbox state " + file + " is damaged (" + what
                + "). Restore it from a copy, or start with an empty state folder.");
    }

    /** Appends one entry and has it on disk when it returns. */
    void append(ObjectNode entry) {
        try {
            byte[] json = Json.bytes(entry);
            byte[] line = java.util.Arrays.copyOf(json, json.length + 1);
            line[json.length] = '\n';
            writeFully(journal, line);
            journal.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException("The sandbox cannot write its journal in " + folder + ".", e);
        }
    }

    private static void writeFully(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** Gives the folder back. */
    @Override
    public void close() {
        if (journal != null) {
            closeQuietly(journal);
        }
        closeQuietly(lockChannel);
    }
}
