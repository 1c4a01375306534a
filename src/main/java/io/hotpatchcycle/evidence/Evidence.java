package io.hotpatchcycle.evidence;

import io.hotpatchcycle.audit.Sealer;
import io.hotpatchcycle.audit.SealingRefused;
import io.hotpatchcycle.audit.SigningKey;
import io.hotpatchcycle.audit.TimeStamps;
import io.hotpatchcycle.cycle.CycleView;
import io.hotpatchcycle.cycle.Cycles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Draws the evidence pack of a cycle that has ended. Face of this package, with {@link PackCheck}. */
public final class Evidence {

    private static final Logger LOG = LoggerFactory.getLogger(Evidence.class);

    private final EvidenceRows rows;
    private final Cycles cycles;
    private final Procedure procedure;
    private final SigningKey key;
    private final Sealer sealer;
    private final OneMoment moment;
    private final TimeStamps stamps;
    private final Origin origin;

    public Evidence(EvidenceRows rows, Cycles cycles, Procedure procedure, SigningKey key, Sealer sealer, OneMoment moment, TimeStamps stamps, Origin origin) {
        this.stamps = stamps;
        this.rows = rows;
        this.cycles = cycles;
        this.procedure = procedure;
        this.key = key;
        this.sealer = sealer;
        this.moment = moment;
        this.origin = origin;
    }

    /**
     * Where packs come from.
     *
     * @param application version of this program
     * @param caveats     why its packs are not evidence grade, one sentence each; empty when they are
     */
    public record Origin(String application, List<String> caveats) {

        public Origin {
            caveats = List.copyOf(caveats);
        }
    }

    /**
     * Draws the pack into a file, which is replaced. The same cycle gives the same bytes, as long as the catalog does not
     * correct its release and the same key signs.
     *
     * @return SHA-256 of the file
     * @throws IllegalStateException when there is no such cycle, or it has not ended
     * @throws IOException           when the file cannot be written; what is there then is no pack
     */
    public String draw(String cycleId, Path target) throws IOException {
        seal(cycleId);
        try {
            return moment.read(() -> {
                try {
                    return write(cycleId, target);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** What the cycle did last may still wait for its seal. A trail that was tampered with does not keep the evidence back. */
    private void seal(String cycleId) {
        try {
            sealer.seal();
        } catch (SealingRefused e) {
            // told by the events that stay unsealed, and by the verification of the trail
        }
        try {
            stamps.cover(cycleId);
        } catch (IllegalStateException e) {
            LOG.warn("The trail of cycle {} is not time-stamped: {}", cycleId, e.getMessage());
        }
    }

    private Origin origin(String cycleId) {
        long unsealed = ((Number) rows.list(Table.UNSEALED, cycleId).get(0).get("events")).longValue();
        List<String> caveats = new ArrayList<>(origin.caveats());
        if (unsealed > 0) {
            caveats.add(unsealed + " events of this cycle are not sealed; draw the pack again, and if they stay so, have the trail verified.");
        }
        if (stamps.isSet() && stamps.of(cycleId).isEmpty()) {
            caveats.add("The end of this cycle's trail has no time stamp: the authority gave none. Draw the pack again.");
        }
        return new Origin(origin.application(), caveats);
    }

    private String write(String cycleId, Path target) throws IOException {
        CycleView cycle = cycles.get(cycleId);
        if (!cycle.state().ended()) {
            throw new IllegalStateException("Cycle " + cycleId + " has not ended (" + cycle.state() + "); its evidence is drawn when it has.");
        }
        Facts facts = Facts.of(rows, cycleId, cycles.result(cycleId));
        Origin here = origin(cycleId);
        try (PackWriter pack = new PackWriter(target)) {
            new PackContents(rows, procedure, stamps.of(cycleId), here).writeTo(pack, cycle, facts, key.verifyingKey());
            byte[] manifest = JsonText.pretty(manifest(cycle, facts, here, pack.entries()));
            pack.add(Manifest.FILE, manifest);
            pack.add(Manifest.SIGNATURE, key.sign(manifest));
            pack.finish();
        }
        return Hashes.hex(target);
    }

    private Manifest manifest(CycleView cycle, Facts facts, Origin here, List<Manifest.Entry> entries) {
        Map<String, String> asOf = new TreeMap<>();
        asOf.put("cycleStartedAt", cycle.createdAt().toString());
        asOf.put("cycleEndedAt", String.valueOf(cycle.closedAt()));
        asOf.put("snapshotTakenAt", String.valueOf(cycle.snapshotAt()));
        asOf.put("catalogEntryFirstSeenAt", Facts.text(facts.release(), "firstSeenAt"));
        String before = Facts.text(facts.cycle(), "supplements");
        if (!before.isEmpty()) {
            asOf.put(Manifest.SUPPLEMENTS, before);
        }
        return new Manifest(Manifest.FORMAT, cycle.id(), cycle.state().name(), here.application(), asOf,
                key.id(), here.caveats(), entries);
    }
}
