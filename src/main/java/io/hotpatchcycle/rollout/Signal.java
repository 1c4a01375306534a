package io.hotpatchcycle.rollout;

import java.time.Instant;

/**
 * What is watched at a ring beside failures, as last measured.
 *
 * @param name     {@code ROLLBACK}, {@code CUSTOMER_ALERT}, {@code MICROSOFT_ALERT}, {@code UNKNOWN_ALERT}, {@code SILENT_AFTER_INSTALL},
 *                 {@code UNEXPECTED_RESTART} or {@code CRASH}
 * @param mode     {@code GATE}: stops the ring; {@code OBSERVE}: is only shown
 * @param limit    percent; null when the table gives none
 * @param devices  that show it; null when not known, which is not none
 * @param of       devices that could
 * @param note     why it is not known, or what is wrong with the table
 */
public record Signal(String name, String mode, Double limit, Integer devices, Integer of, Standing standing, String note, Instant measuredAt, Instant asOf) {

    /** How it stands against its limit. */
    public enum Standing { CALM, UNKNOWN, BEYOND }

    /** Alerts of one code. */
    public record Alert(String code, int devices, String whose, String retry, String action) {
    }
}
