package io.hotpatchcycle.process.history;

import java.time.Instant;

/**
 * A role that somebody holds.
 *
 * @param from    since when; null when that is not known
 * @param givenBy null when that is not known
 */
public record HeldRole(String person, String role, Instant from, String givenBy) {
}
