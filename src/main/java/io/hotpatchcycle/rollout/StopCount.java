package io.hotpatchcycle.rollout;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * How far a stop has come, over the followed devices of the opened rings.
 *
 * @param rings     ring by ring, in order
 * @param asOf      until when devices have been read; null when not counted yet
 * @param countedAt when it was counted; null when not counted yet
 * @param notBefore before this the reports cannot show what devices did around the stop; null when no ring was open
 * @param complete  whether the stop is true: every device that is online is out of reach or committed
 * @param open      what does not read back as held, each with why; null when all does
 * @param butForAccepted whether it would be, but for units whose policy is gone and of which a person accepted that nothing holds them back
 */
@JsonPropertyOrder({"complete", "outOfReach", "committed", "notSeen", "notHeld", "offline", "installedAfter", "before", "asOf", "countedAt", "notBefore", "open", "rings"})
public record StopCount(List<Ring> rings, Instant asOf, Instant countedAt, Instant notBefore, boolean complete, String open,
                        @JsonIgnore boolean butForAccepted) {

    public StopCount {
        rings = List.copyOf(rings);
    }

    /**
     * One ring.
     *
     * @param suspendedAt    since when Intune holds the release back
     * @param devices        the sum of the following
     * @param before         effective before
     * @param outOfReach     scanned since, neither installing nor waiting for a restart
     * @param committed      downloading, installing or waiting for a restart: will finish
     * @param notSeen        online, nothing heard of since
     * @param notHeld        in a unit whose policy is gone: nothing holds the release back from them
     * @param offline        not online, nothing heard of since; it will not be offered the release
     * @param installedAfter seen effective since, and not known to have been so before
     */
    @JsonPropertyOrder({"name", "suspendedAt", "devices", "outOfReach", "committed", "notSeen", "notHeld", "offline", "installedAfter", "before"})
    public record Ring(String name, Instant suspendedAt, int devices, int before, int outOfReach, int committed, int notSeen, int notHeld, int offline,
                       int installedAfter) {
    }

    /**
     * A device that installed after the stop, as far as known.
     *
     * @param from last seen without the release; null when never
     * @param to   first seen with it
     */
    public record Installed(String device, String ring, Instant from, Instant to) {
    }

    /** In all rings. */
    @JsonProperty
    public int outOfReach() {
        return sum(Ring::outOfReach);
    }

    /** In all rings. */
    @JsonProperty
    public int committed() {
        return sum(Ring::committed);
    }

    /** In all rings. */
    @JsonProperty
    public int notSeen() {
        return sum(Ring::notSeen);
    }

    /** In all rings. */
    @JsonProperty
    public int notHeld() {
        return sum(Ring::notHeld);
    }

    /** In all rings. */
    @JsonProperty
    public int offline() {
        return sum(Ring::offline);
    }

    /** In all rings. */
    @JsonProperty
    public int installedAfter() {
        return sum(Ring::installedAfter);
    }

    /** In all rings. */
    @JsonProperty
    public int before() {
        return sum(Ring::before);
    }

    private int sum(ToIntFunction<Ring> part) {
        return rings.stream().mapToInt(part).sum();
    }
}
