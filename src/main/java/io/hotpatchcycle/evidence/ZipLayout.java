package io.hotpatchcycle.evidence;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The one way a pack is written as zip: nothing compressed, 1 January 1980, no attributes, no extra fields, no comment.
 * Names, contents and order alone fix every byte, whatever program or version of it writes them.
 */
final class ZipLayout {

    /** Entries and offsets are written in 32 bits. */
    static final long MAX_SIZE = 0xFFFF_FFFEL;
    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int LOCAL_SIZE = 30;
    private static final int CENTRAL_SIZE = 46;
    private static final int END_SIZE = 22;
    private static final short VERSION = 10;
    private static final short FIRST_OF_JANUARY_1980 = 0x21;

    private ZipLayout() {
    }

    /** An entry as written. */
    record Written(String name, long size, long crc, long offset) {
    }

    /** What stands before the content of an entry. */
    static byte[] before(Written entry) {
        byte[] name = entry.name().getBytes(StandardCharsets.US_ASCII);
        return common(room(LOCAL_SIZE + name.length).putInt(LOCAL), entry, name).putShort((short) 0).put(name).array();
    }

    /** What stands behind the last entry. */
    static byte[] end(List<Written> entries, long offset) {
        int size = entries.stream().mapToInt(e -> CENTRAL_SIZE + e.name().length()).sum();
        ByteBuffer end = room(size + END_SIZE);
        for (Written entry : entries) {
            byte[] name = entry.name().getBytes(StandardCharsets.US_ASCII);
            common(end.putInt(CENTRAL).putShort(VERSION), entry, name).putShort((short) 0).putShort((short) 0).putShort((short) 0)
                    .putShort((short) 0).putInt(0).putInt((int) entry.offset()).put(name);
        }
        return end.putInt(END).putShort((short) 0).putShort((short) 0).putShort((short) entries.size()).putShort((short) entries.size())
                .putInt(size).putInt((int) offset).putShort((short) 0).array();
    }

    private static ByteBuffer common(ByteBuffer to, Written entry, byte[] name) {
        return to.putShort(VERSION).putShort((short) 0).putShort((short) 0).putShort((short) 0).putShort(FIRST_OF_JANUARY_1980)
                .putInt((int) entry.crc()).putInt((int) entry.size()).putInt((int) entry.size()).putShort((short) name.length);
    }

    private static ByteBuffer room(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
