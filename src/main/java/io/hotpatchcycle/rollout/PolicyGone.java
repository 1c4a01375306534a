package io.hotpatchcycle.rollout;

import java.time.Instant;

/**
 * A unit that a stop cannot hold back: its policy was deleted, so its devices get what the tenant gives everybody.
 *
 * @param ring       its ring
 * @param policy     id of the policy that is gone
 * @param since      when the stop found it gone
 * @param devices    active controlled devices of the ring
 * @param refused    why none of ours could take its place, when a person had decided that; null when that was not tried, or goes on
 * @param acceptedBy who accepted that nothing holds it back; null when nobody has
 * @param acceptedAt when; null when nobody has
 */
public record PolicyGone(String ring, String policy, Instant since, int devices, String refused, String acceptedBy, Instant acceptedAt) {

    /** Whether somebody has to decide about it. */
    public boolean undecided() {
        return acceptedBy == null;
    }

    /** What it is, in a sentence. */
    public String says() {
        return "ring '" + ring + "': its policy " + policy + " was deleted in Intune, so nothing holds its " + devices + " devices back: they get what the tenant gives "
                + "everybody" + (refused == null ? "" : ". A policy of ours could not take its place: " + refused);
    }
}
