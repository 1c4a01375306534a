package io.hotpatchcycle.approval;

import io.hotpatchcycle.audit.Told;
import java.util.Map;

/** What the answers are called on the buttons, so that a refusal names what the person sees. The codes stay in REST and in the records. */
public final class Answers {

    private static final Map<String, String> OTHERWISE = Map.of("OTHER_WINDOW", "Another window", "RETRY", "Look again", "LAPSE", "Let it lapse", "FORWARD", "Forward, untested",
            "START", "Start its cycle");

    private Answers() {
    }

    /** The label of an answer: {@code SPEED_UP} is {@code Speed up}. */
    public static String label(String code) {
        return OTHERWISE.getOrDefault(code, Told.words(code));
    }
}
