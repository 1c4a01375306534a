package io.hotpatchcycle.rollout;

import java.time.Instant;

/**
 * That a unit let the release through although a stop had held it: somebody, or Intune, gave its approval back.
 *
 * @param seen    what Intune said of the approval
 * @param heldAt  when it was suspended again; null while it is not
 */
public record LetThrough(String ring, String seen, Instant foundAt, Instant heldAt) {

    /** In a sentence without its end, for who has to look. */
    public String says() {
        return "ring '" + ring + "' had been suspended and read as '" + seen + "'" + (heldAt == null ? ", and is NOT suspended again yet" : ", and is suspended again");
    }
}
