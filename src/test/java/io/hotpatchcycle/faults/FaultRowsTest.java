package io.hotpatchcycle.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the matrix must hold; {@code .ci/fault-matrix} runs it. */
class FaultRowsTest {

    @Test
    void everyCallOfEveryPortHasARow() {
        Set<String> rows = new TreeSet<>(WriteMatrix.ports());
        try (ReadMatrix reads = new ReadMatrix()) {
            rows.addAll(reads.ports());
        }
        assertThat(Ports.all()).as("methods that reach Graph").hasSizeGreaterThan(20).isSubsetOf(rows);
    }
}
