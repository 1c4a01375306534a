package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * What a tenant keeps on disk: {@code tenant.json} (how it was made), {@code journal.jsonl} (every write, on disk
 * before it is answered) and {@code clock.json} (a time that virtual time has not passed yet).
 */
final class StateFolder implements AutoCloseable {

    private final Path folder;
    private final FileChannel lockChannel;

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

    /** The journal, to be closed by whoever opens it. */
    Journal openJournal() {
        return Journal.open(folder.resolve("journal.jsonl"));
    }

    private static IllegalArgumentException damaged(Path file, String what) {
        return new IllegalArgumentException("The sandbox state " + file + " is damaged (" + what
                + "). Restore it from a copy, or start with an empty state folder.");
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
        closeQuietly(lockChannel);
    }
}
