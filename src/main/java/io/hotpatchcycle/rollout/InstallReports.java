package io.hotpatchcycle.rollout;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Port to the report of what became of an approved update on each device. It lags by hours to days. */
public interface InstallReports {

    /** Orders the report of a policy. It is made while the caller does something else. */
    Report order(String policyId);

    /** Orders the report of a policy and reads it, page by page. */
    default void read(String policyId, Consumer<List<Install>> pages) {
        try (Report report = order(policyId)) {
            report.read(pages);
        }
    }

    /** A report that was ordered; close it also where it is not read. */
    interface Report extends AutoCloseable {

        /** Waits until it is there, then reads it page by page; once. */
        void read(Consumer<List<Install>> pages);

        @Override
        default void close() {
            // nothing was kept for it
        }
    }

    /**
     * One device in the report.
     *
     * @param deviceId   Intune device id
     * @param state      aggregate state, raw: {@code Success}, {@code InProgress}, {@code Error}, {@code Cancelled}
     * @param substatus  raw, e.g. {@code RestartRequired}
     * @param alert      latest alert, raw; null when none
     * @param observedAt when the source saw it
     * @param status     raw, e.g. {@code Offering}
     * @param scannedAt  when the device last scanned for updates; null when not said
     */
    record Install(String deviceId, String state, String substatus, String alert, Instant observedAt, String status, Instant scannedAt) {
    }
}
