package io.hotpatchcycle.sandbox;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Files for what is too large for memory; gone when they are closed, at the latest with the program. */
final class TempFile {

    /** Writes an answer. */
    @FunctionalInterface
    interface Writer {
        void write(OutputStream out) throws IOException;
    }

    private TempFile() {
    }

    /** An empty file. */
    static FileChannel open() throws IOException {
        Path path = Files.createTempFile("sandbox-tenant", ".tmp");
        return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
    }

    /** An answer in a file of its own. */
    static Large with(Writer writer) throws IOException {
        FileChannel file = open();
        try {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(file), 64 * 1024);
            writer.write(out);
            out.flush();
            return new Large(file, 0, file.position(), true);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }
}
