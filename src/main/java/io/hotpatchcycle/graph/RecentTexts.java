package io.hotpatchcycle.graph;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** Texts of one field. Most fields of a large list say the same few things a million times: then there is one object for each of them. */
final class RecentTexts {

    private static final int PLACES = 256;
    /** What is longer is an id. */
    private static final int LONGEST = 32;
    /** So many tell whether it is worth it. */
    private static final int TRIAL = 4 * PLACES;
    private static final int HASH = 31;

    private final String[] places = new String[PLACES];
    private int asked;
    private int found;

    /** The text that the parser is at. */
    String at(JsonParser parser) throws IOException {
        if (asked >= TRIAL) {
            if (2 * found < asked) {
                return parser.getText();
            }
            asked = 0;
            found = 0;
        }
        asked++;
        char[] text = parser.getTextCharacters();
        int from = parser.getTextOffset();
        int length = parser.getTextLength();
        if (length > LONGEST) {
            return new String(text, from, length);
        }
        int hash = 0;
        for (int i = from; i < from + length; i++) {
            hash = HASH * hash + text[i];
        }
        int place = (hash ^ hash >>> Short.SIZE) & PLACES - 1;
        String recent = places[place];
        if (recent != null && same(recent, text, from, length)) {
            found++;
            return recent;
        }
        places[place] = new String(text, from, length);
        return places[place];
    }

    private static boolean same(String recent, char[] text, int from, int length) {
        if (recent.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (recent.charAt(i) != text[from + i]) {
                return false;
            }
        }
        return true;
    }
}
