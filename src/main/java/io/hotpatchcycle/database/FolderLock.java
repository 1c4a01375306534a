package io.hotpatchcycle.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import io.hotpatchcycle.StartRefusedException;

/** The right to use a data folder: held by one process, and freed by the operating system when that process dies. */
final class FolderLock {

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    static FolderLock take(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel channel = FileChannel.open(folder.resolve("lock"),
                    StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw refused(folder);
            }
            channel.truncate(0).write(ByteBuffer.wrap(ownPid().getBytes(StandardCharsets.US_ASCII)), 0);
            return new FolderLock(channel);
        } catch (IOException e) {
            throw new StartRefusedException("The data folder " + folder + " cannot be written (" + e.getMessage()
                    + "); give the program a folder of its own with --hotpatch.data-dir=FOLDER.", e);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static StartRefusedException refused(Path folder) {
        return new StartRefusedException("Another Hotpatch Cycle" + holder(folder) + " already uses the data folder "
                + folder + "; stop it, or start this one with --hotpatch.data-dir=OTHER_FOLDER.");
    }

    private static String holder(Path folder) {
        try {
            String pid = Files.readString(folder.resolve("lock")).trim();
            return pid.matches("\\d+") ? " (process " + pid + ")" : "";
        } catch (IOException e) {
            return ""; // the number is a courtesy only
        }
    }

    private static String ownPid() {
        return Long.toString(ProcessHandle.current().pid());
    }

    void release() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The lock of the data folder could not be released", e);
        }
    }
}
