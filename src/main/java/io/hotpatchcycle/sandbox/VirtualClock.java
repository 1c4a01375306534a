package io.hotpatchcycle.sandbox;

import java.time.Clock;

/** Virtual time: an anchor and a pace. Never goes back. Times are epoch milliseconds. */
final class VirtualClock {

    private final Clock wall;
    private long anchorVirtual;
    private long anchorWall;
    private int pace;
    private long latest;

    VirtualClock(Clock wall, long virtualMillis, int pace) {
        this.wall = wall;
        this.anchorVirtual = virtualMillis;
        this.anchorWall = wall.millis();
        this.pace = pace;
        this.latest = virtualMillis;
    }

    synchronized long millis() {
        latest = Math.max(latest, anchorVirtual + (wall.millis() - anchorWall) * pace);
        return latest;
    }

    long seconds() {
        return Math.floorDiv(millis(), 1000);
    }

    synchronized int pace() {
        return pace;
    }

    /** @throws GraphException 400 when it would go back */
    synchronized void jump(long virtualMillis) {
        if (virtualMillis < millis()) {
            throw GraphException.badRequest("The clock of the sandbox is at " + java.time.Instant.ofEpochMilli(millis())
                    + " and cannot go back to " + java.time.Instant.ofEpochMilli(virtualMillis) + ".");
        }
        anchor(virtualMillis);
    }

    synchronized void pace(int newPace) {
        anchor(millis());
        pace = newPace;
    }

    private void anchor(long virtualMillis) {
        anchorVirtual = virtualMillis;
        anchorWall = wall.millis();
        latest = virtualMillis;
    }
}
