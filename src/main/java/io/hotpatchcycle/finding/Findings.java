package io.hotpatchcycle.finding;

import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.fleet.Fleet;
import io.hotpatchcycle.fleet.VisibleRings;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Judges the lists of vulnerability scanners by what devices were seen running. Face of this package. A finding is a false
 * positive or real only where the catalog and the device's own report prove it.
 */
public final class Findings {

    /** An imported list is forgotten after this long, when the next one comes. */
    public static final Duration KEPT = Duration.ofDays(90);

    private static final int PAGE = 20_000;

    private final FindingRows rows;
    private final OneTransaction transaction;
    private final Trail trail;
    private final Clock businessClock;

    /** Runs work in a transaction of its own. */
    @FunctionalInterface
    public interface OneTransaction {

        ImportedList run(Supplier<ImportedList> work);
    }

    public Findings(FindingRows rows, OneTransaction transaction, Trail trail, Clock businessClock) {
        this.rows = rows;
        this.transaction = transaction;
        this.trail = trail;
        this.businessClock = businessClock;
    }

    /**
     * Imports and judges a list as a whole; where it throws, nothing of it stays.
     *
     * @param name file name
     * @throws IllegalArgumentException with a sentence when it is no such list
     */
    public ImportedList importList(String name, Reader csv, String person) {
        Instant now = businessClock.instant();
        return transaction.run(() -> {
            rows.forgetBefore(now.minus(KEPT));
            long id = rows.startImport(name, now, person);
            rows.list(lines -> read(csv, lines));
            rows.judge(id, now.minus(Fleet.STALE_AFTER));
            ImportedList judged = rows.find(id).orElseThrow();
            trail.person(person, "findings.imported", null, null, Map.of("import", id, "name", name, "rows", judged.rows(),
                    "falsePositive", judged.falsePositive(), "real", judged.real(), "unknown", judged.unknown()));
            return judged;
        });
    }

    private static void read(Reader csv, ScannerList.Line lines) {
        try {
            ScannerList.read(csv, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lists that are kept, newest first. */
    public List<ImportedList> imports() {
        return rows.imports();
    }

    /** One of them. */
    public Optional<ImportedList> find(long id) {
        return rows.find(id);
    }

    /** How many lines were judged so. @param verdict null for all */
    public int count(long id, Finding.Verdict verdict, VisibleRings visible) {
        return rows.count(id, verdict, visible);
    }

    /** A page of the lines, in the order of the file. */
    public List<Finding> lines(long id, Finding.Verdict verdict, VisibleRings visible, int offset, int limit) {
        return rows.after(id, verdict, visible, 0, offset, limit);
    }

    /** All of them, a page in memory at a time. */
    public void each(long id, Finding.Verdict verdict, VisibleRings visible, Consumer<Finding> reader) {
        List<Finding> page = rows.after(id, verdict, visible, 0, 0, PAGE);
        while (!page.isEmpty()) {
            page.forEach(reader);
            page = rows.after(id, verdict, visible, page.get(page.size() - 1).line(), 0, PAGE);
        }
    }
}
