package io.hotpatchcycle.approval;

import java.util.Locale;
import java.util.Map;

/** What the answers are called on the buttons, so that a refusal names what the person sees. The codes stay in REST and in the records. */
public final class Answers {

    private static final Map<String, String> OTHERWISE = Map.of("OTHER_WINDOW", "Another window", "RETRY", "Look again", "LAPSE", "Let it lapse", "FORWARD", "Forward, untested");

    private Answers() {
    }

    /** The label of an answer: {@code SPEED_UP} is {@code Speed up}. */
    public static String label(String code) {
        String words = code.replace('_', ' ').toLowerCase(Locale.ENGLISH);
        return OTHERWISE.getOrDefault(code, words.isEmpty() ? words : words.substring(0, 1).toUpperCase(Locale.ENGLISH) + words.substring(1));
    }
}
