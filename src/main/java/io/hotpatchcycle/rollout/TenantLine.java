package io.hotpatchcycle.rollout;

/** One fact of what the tenant has for a unit, as read now. */
record TenantLine(String unit, String kind, String fact, String target, String value) {

    /** About the thing of the earlier look, where that is what was changed: it is gone, or no longer the one that applies. */
    TenantLine about(String earlier) {
        boolean left = target == null || TenantLines.GONE.equals(value) && TenantLines.EXISTS.equals(fact) || TenantLines.APPLYING.equals(fact);
        return left && earlier != null ? new TenantLine(unit, kind, fact, earlier, value) : this;
    }
}
