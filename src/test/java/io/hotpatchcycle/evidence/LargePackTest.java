package io.hotpatchcycle.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of devices are streamed: a large fleet takes room on the disk, not in memory. */
class LargePackTest {

    private static final int DEVICES = 100_000;
    /** A row of a device takes about 250 bytes in the pack and far more as objects. */
    private static final long LESS_THAN_ALL = 30L << 20;

    @TempDir
    Path folder;

    @Test
    void aHundredThousandDevicesAreDrawnAndCheckedInConstantMemory() throws IOException {
        try (PackFixture fixture = new PackFixture(folder)) {
            fixture.addDevices(DEVICES);
            fixture.draw("first.zip");
            MemoryPoolMXBean old = oldGeneration();
            System.gc();
            old.resetPeakUsage();
            long before = old.getUsage().getUsed();
            long start = System.nanoTime();

            Path pack = fixture.draw("pack.zip");
            assertThat(PackCheck.check(pack, fixture.key.publicPem()).findings()).isEmpty();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
            assertThat(old.getPeakUsage().getUsed() - before).as("bytes that outlived young collections").isLessThan(LESS_THAN_ALL);
            assertThat(lines(pack, "data/devices.csv")).isEqualTo(1 + 10 + DEVICES);
        }
    }

    private static long lines(Path pack, String file) throws IOException {
        try (ZipFile zip = new ZipFile(pack.toFile());
             BufferedReader reader = new BufferedReader(new InputStreamReader(zip.getInputStream(zip.getEntry(file)), StandardCharsets.UTF_8))) {
            return reader.lines().count();
        }
    }

    private static MemoryPoolMXBean oldGeneration() {
        return ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getName().matches(".*(Old|Tenured).*")).findFirst().orElseThrow();
    }
}
