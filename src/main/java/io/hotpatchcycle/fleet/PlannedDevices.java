package io.hotpatchcycle.fleet;

/** A page of a plan's devices, for lists over it. */
public final class PlannedDevices {

    /**
     * For the {@code with} of a query that has named {@code matching} the classes it wants: {@code page} is then the devices (device, last_check_in,
     * class) of these classes, in the order in which the fleet first knew them. Takes the cycle's id, twice the number to begin after, offset and
     * limit. Devices come along the key of the plan, so it stops early; joined with the classes at once, a plan would be sorted for each page: "is
     * true" keeps the server from making a join of it.
     */
    public static final String PAGE = """
            page as materialized (
                select m.device, m.last_check_in, m.class from hotpatch.plan_part p cross join lateral (
                    select hotpatch.plan_device_at(p.part, u.place) as device, u.last_check_in, u.class
                    from unnest(p.classes, p.seen) with ordinality u (class, last_check_in, place)) m
                where p.cycle = (select no from hotpatch.cycle where id = ?) and p.part >= hotpatch.plan_part_of(?) and m.device > ?
                and (m.class in (select class from matching)) is true order by p.part, m.device offset ? limit ?)
            """;

    private PlannedDevices() {
    }
}
