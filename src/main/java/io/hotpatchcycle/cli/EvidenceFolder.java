package io.hotpatchcycle.cli;

import io.hotpatchcycle.cycle.CycleView;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.evidence.Evidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** A folder that gets one pack per ended cycle. */
final class EvidenceFolder {

    private final Path folder;

    /**
     * Makes sure of it before anything runs.
     *
     * @throws IllegalArgumentException when there is no such folder and none can be made
     */
    EvidenceFolder(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new IllegalArgumentException("The folder " + folder + " cannot be made: " + e.getMessage() + ". Name another with --evidence.", e);
        }
        if (!Files.isWritable(folder)) {
            throw new IllegalArgumentException("The folder " + folder + " cannot be written to. Name another with --evidence.");
        }
    }

    /**
     * Writes the packs; one of the same cycle that is there already is replaced when the new one is whole.
     *
     * @return how many, and where, in one sentence
     */
    String fill(Cycles cycles, Evidence evidence) throws IOException {
        List<CycleView> ended = cycles.all().stream().filter(c -> c.state().ended()).toList();
        for (CycleView cycle : ended) {
            Path whole = Files.createTempFile(folder, cycle.id(), ".new");
            try {
                evidence.draw(cycle.id(), whole);
                Files.move(whole, folder.resolve(cycle.id() + ".zip"), StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(whole);
            }
        }
        return ended.size() + " evidence packs in " + folder;
    }
}
