package io.hotpatchcycle.fleet;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What one reading of a source brought: rows read, merged, rejected and why. */
final class Reading {

    private final Map<String, Integer> rejected = new TreeMap<>();
    private final Map<String, Integer> noted = new TreeMap<>();
    private int read;
    private int merged;
    private int staged;
    private boolean apart;
    private FirstList whole;

    void read(int rows) {
        read += rows;
    }

    void merged(int rows) {
        merged += rows;
    }

    void reject(String why, int rows) {
        if (rows > 0) {
            rejected.merge(why, rows, Integer::sum);
        }
    }

    /** One more row of which not everything was believed; the row itself was taken over, or is rejected for another reason. */
    void note(String what) {
        noted.merge(what, 1, Integer::sum);
    }

    /** One more row is kept until the list is complete. */
    void staged() {
        staged++;
    }

    int stagedRows() {
        return staged;
    }

    /** @param certain whether its devices are the whole fleet, and no two of them records of one */
    void apart(boolean certain) {
        apart = certain;
    }

    boolean apart() {
        return apart;
    }

    /** @param list the whole fleet, each device once */
    void whole(FirstList list) {
        whole = list;
    }

    /** Empty where the fleet is more than this list, or a device was listed twice. */
    Optional<FirstList> whole() {
        return Optional.ofNullable(whole);
    }

    int read() {
        return read;
    }

    int merged() {
        return merged;
    }

    int rejected() {
        return rejected.values().stream().mapToInt(Integer::intValue).sum();
    }

    String rejectedWhy() {
        Map<String, Integer> why = new TreeMap<>(rejected);
        why.putAll(noted);
        return why.isEmpty() ? "" : why.toString();
    }
}
