package io.hotpatchcycle.crash;

import io.hotpatchcycle.crash.Strikes.Kill;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What two nodes and the harness tell each other, in files that outlive every process. Both nodes are armed with the same
 * kills; the one that first comes to one of them takes it, and only once.
 */
final class Camp {

    /** Longer than the lease of a call: nobody waits for it here, wall time jumps instead. */
    private static final Duration PER_DEATH = Duration.ofSeconds(31);

    private final Path armed;
    private final Path struck;
    private final Path deaths;
    private final Path lead;
    private FileChannel led;

    Camp(Path folder) {
        this.armed = folder.resolve("armed");
        this.struck = folder.resolve("struck");
        this.deaths = folder.resolve("deaths");
        this.lead = folder.resolve("lead");
    }

    /** Somebody is missing: what is due is done, but no time passes before the harness arms. */
    void gather(String why) {
        write(struck, why);
    }

    /** Both are there: whoever comes to one of these kills first, takes it; the first one of the list that fits. */
    void arm(Collection<Kill> kills) {
        write(struck.resolveSibling("arming"), String.join("\n", kills.stream().filter(k -> k.boundary() != null).map(Kill::toString).toList()));
        try {
            Files.deleteIfExists(struck);
            Files.move(struck.resolveSibling("arming"), armed, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of these the one that is armed first, for this process alone: nobody gets another one before the harness arms anew. */
    Optional<Boundary> take(String kind, List<Boundary> reached) {
        List<String> known = reached.stream().map(boundary -> new Kill(boundary, kind, 0).toString()).toList();
        Optional<String> found = known.isEmpty() ? Optional.empty() : read(armed).lines().filter(known::contains).findFirst();
        return found.filter(this::disarm).map(known::indexOf).map(reached::get);
    }

    /** @return false when the other node was faster */
    private boolean disarm(String what) {
        try {
            Files.move(armed, struck, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        gather(what);
        return true;
    }

    /** What was taken last. */
    String struck() {
        return read(struck);
    }

    boolean isIncomplete() {
        return Files.exists(struck);
    }

    void died() {
        try {
            Files.writeString(deaths, "D", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long deaths() {
        return read(deaths).length();
    }

    /** Whether this process is the one that plays the people and lets time pass; the system takes that from a dead one. */
    synchronized boolean leads() {
        try {
            if (led == null) {
                FileChannel channel = FileChannel.open(lead, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                if (channel.tryLock() == null) {
                    channel.close();
                } else {
                    led = channel;
                }
            }
            return led != null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The wall clock of every node: each death takes longer than the lease of a call. */
    Clock wall(Clock real) {
        return new Clock() {
            @Override
            public Instant instant() {
                return real.instant().plus(PER_DEATH.multipliedBy(deaths()));
            }

            @Override
            public ZoneId getZone() {
                return real.getZone();
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return wall(real.withZone(zone));
            }
        };
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
