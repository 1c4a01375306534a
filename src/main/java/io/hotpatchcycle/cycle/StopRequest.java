package io.hotpatchcycle.cycle;

import java.time.Instant;

/** That somebody asked for the stop in force, and why. */
public record StopRequest(String person, String reason, Instant at) {
}
