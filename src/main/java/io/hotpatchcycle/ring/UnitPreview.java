package io.hotpatchcycle.ring;

import java.util.List;

/** Units as the tenant has them now, looked at without storing anything: for a check before the first start. */
public final class UnitPreview {

    private UnitPreview() {
    }

    /** One unit per ring, each with why it could not be opened. */
    public static List<Unit> of(TenantPolicies tenant, List<RingSettings> rings) {
        return UnitReader.look(tenant, rings);
    }
}
