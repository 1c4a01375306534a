package io.hotpatchcycle.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** An answer too large to be held in memory: a stretch of a file. */
record Large(FileChannel file, long from, long length, boolean own) {

    private static final int PIECE = 64 * 1024;

    /** Writes the first bytes of it. */
    void writeTo(OutputStream out, long most) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        for (long done = 0, all = Math.min(most, length); done < all; done += piece.limit()) {
            piece.clear().limit((int) Math.min(PIECE, all - done));
            while (piece.hasRemaining()) {
                if (file.read(piece, from + done + piece.position()) < 0) {
                    throw new IOException("A file of the sandbox ends before its time.");
                }
            }
            out.write(piece.array(), 0, piece.limit());
        }
    }

    /** All of it. */
    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writeTo(bytes, length);
        } catch (IOException e) {
            throw new UncheckedIOException("A file of the sandbox cannot be read.", e);
        }
        return bytes.toByteArray();
    }

    /** Gives the file back, where this answer is all that it is for. */
    void close() throws IOException {
        if (own) {
            file.close();
        }
    }
}
