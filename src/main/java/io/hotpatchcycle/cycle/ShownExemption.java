package io.hotpatchcycle.cycle;

import io.hotpatchcycle.approval.ExemptionScope;
import io.hotpatchcycle.approval.ExemptionView;
import io.hotpatchcycle.approval.Exemptions;
import io.hotpatchcycle.fleet.Fleet;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the forms about exemptions show. */
public final class ShownExemption {

    private final Exemptions exemptions;
    private final Fleet fleet;

    public ShownExemption(Exemptions exemptions, Fleet fleet) {
        this.exemptions = exemptions;
        this.fleet = fleet;
    }

    /**
     * An exemption that is asked for, or has ended.
     *
     * @param ended whether it is over and may be asked for again
     */
    public Map<String, Object> picture(long id, boolean ended) {
        ExemptionView e = exemptions.get(id);
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("headline", ended ? "Exception " + id + " has ended" : "Exception " + id + " is asked for");
        shown.put("asOf", Shown.when(fleet.asOf()));
        shown.put("exemption", id);
        shown.put("what", what(e));
        shown.put("devices", e.scope() == ExemptionScope.FREEZE ? "none: it concerns the calendar" : String.valueOf(e.devices()));
        shown.put("reason", e.reason());
        shown.put("compensatingControl", e.compensatingControl());
        shown.put("requestedBy", e.requestedFor() == null ? e.requestedBy() : e.requestedBy() + " in the place of " + e.requestedFor());
        shown.put("requestedAt", Shown.when(e.requestedAt()));
        shown.put("expiresAt", Shown.when(e.expiresAt()));
        shown.put("grantedBy", e.decidedBy() == null ? "nobody" : e.decidedBy());
        shown.put("renewalText", e.renews() == null ? "It is the first of its kind." : "It renews exception " + e.renews() + ", renewed "
                + exemptions.renewals(id) + " times by now.");
        shown.put("effectText", effect(e));
        shown.put("secondPerson", "Anybody of the group but " + String.join(" and ", exemptions.requesters(id)) + ": who asked for it, for one that it renews, or had a substitute ask.");
        return shown;
    }

    private static String what(ExemptionView e) {
        return switch (e.scope()) {
            case DEVICE -> "device " + e.called();
            case GROUP -> "the devices of group " + e.target() + (e.groupGoneAt() == null ? "" : ", which is gone from Entra: those that were in it when it was last read");
            case RING -> "ring '" + e.target() + "'";
            case FREEZE -> "emergency " + e.target() + ", from the freeze";
        };
    }

    private static String effect(ExemptionView e) {
        return e.scope() == ExemptionScope.FREEZE
                ? "Rings of this cycle may open although a freeze is in force, as long as it is an emergency change. Every other rule stays. "
                    + "Each opening in the freeze is listed as a control that was skipped."
                : "Until its end no unit of ours reaches these devices: they leave our groups, stand in no ring of the next plan, and are counted as exempted. "
                    + "They do not get the release from us. A group that is not ours is not opened while it holds one of them.";
    }
}
