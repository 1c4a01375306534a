package io.hotpatchcycle.fleet;

import java.time.Instant;

/**
 * One fact of a device: what a source said, and how old that is.
 *
 * @param name       what it is about, in the words of the screens
 * @param value      as it is decided on; null where the source does not say
 * @param source     who said it
 * @param observedAt when the source saw it; null where the source does not tell
 * @param receivedAt when we read it; null where it never was
 * @param remark     the source's own words, or why nothing is known; null where there is nothing to add
 */
public record KnownFact(String name, String value, String source, Instant observedAt, Instant receivedAt, String remark) {
}
