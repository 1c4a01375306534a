package io.hotpatchcycle.rollout;

/** One fact of what the tenant has for a unit, as read now. */
record TenantLine(String unit, String kind, String fact, String target, String value) {
}
