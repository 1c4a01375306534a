package io.hotpatchcycle.cycle;

import io.hotpatchcycle.fleet.Fleet;
import io.hotpatchcycle.ring.RingView;
import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.rollout.RollBackView;
import io.hotpatchcycle.rollout.RollBacks;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the form about a roll-back shows: devices and restarts first, and what is proven. */
public final class ShownRollBack {

    private final RollBacks rollBacks;
    private final Rings rings;
    private final Fleet fleet;

    public ShownRollBack(RollBacks rollBacks, Rings rings, Fleet fleet) {
        this.rollBacks = rollBacks;
        this.rings = rings;
        this.fleet = fleet;
    }

    /** A roll-back that is asked for. */
    public Map<String, Object> picture(long id) {
        RollBackView b = rollBacks.get(id);
        RingView ring = rings.find(b.cycleId(), b.ring());
        String missing = rollBacks.missingProof();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("headline", "Roll ring '" + b.ring() + "' of " + b.cycleId() + " back?");
        shown.put("asOf", Shown.when(fleet.asOf()));
        shown.put("cycleId", b.cycleId());
        shown.put("reason", b.reason());
        shown.put("requestedBy", b.requestedBy());
        shown.put("requestedAt", Shown.when(b.requestedAt()));
        shown.put("devices", b.devices());
        shown.put("effective", b.effective());
        // uninstall and cumulative update restart the devices that have the release; the others only take the second
        shown.put("restartsBack", b.devices() + b.effective());
        shown.put("restartsForward", b.devices() - ring.effectiveLcu());
        shown.put("rollBackOffered", missing.isEmpty());
        shown.put("provenText", missing.isEmpty() ? "Every step was proven on test devices" : "**Not offered**, see below");
        String stop = rollBacks.stopUnproven(b.cycleId());
        shown.put("offeredText", (missing.isEmpty() ? "Both ways are offered." : "**Only the way forward is offered**, and it is untested. A roll-back is " + missing + ".")
                + (stop.isEmpty() ? "" : "\n\n**" + stop + "**"));
        shown.put("secondPerson", "Anybody of the group but " + b.requestedBy() + ", who asked for it.");
        return shown;
    }
}
