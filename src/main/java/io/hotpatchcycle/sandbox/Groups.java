package io.hotpatchcycle.sandbox;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The Entra groups of the tenant: fixed in number but for those of Autopatch and of units beyond the usual four, their members change. */
final class Groups {

    static final int ALL_WINDOWS = 4;
    static final int VIP = 5;
    static final int AUTOPATCH_TEST = 6;
    static final int AUTOPATCH_RING = 7;
    /** A device keeps them as bits. */
    static final int MOST = Integer.SIZE;
    private static final int FIRST_MORE = 8;
    static final List<String> UNITS = List.of("pilot", "early", "broad", "last");

    /** One group. A dynamic one refuses writes of members. */
    record Group(int index, String id, String name, String description, boolean dynamic) {
    }

    private final List<Group> all;
    private final List<Group> autopatch;
    private final List<Group> more;
    private boolean withAutopatch;

    Groups(Dice dice, List<String> units) {
        List<String> beyond = units.stream().filter(unit -> !UNITS.contains(unit)).distinct().toList();
        more = IntStream.range(0, beyond.size()).mapToObj(i -> unit(dice, FIRST_MORE + i, beyond.get(i))).toList();
        all = List.of(unit(dice, 0, UNITS.get(0)), unit(dice, 1, UNITS.get(1)), unit(dice, 2, UNITS.get(2)), unit(dice, 3, UNITS.get(3)),
                new Group(ALL_WINDOWS, id(dice, ALL_WINDOWS), "All Windows devices", "Every Windows device", true),
                new Group(VIP, id(dice, VIP), "VIP laptops", "Laptops of the board, looked after by the service desk", false));
        autopatch = List.of(new Group(AUTOPATCH_TEST, id(dice, AUTOPATCH_TEST), "Windows Autopatch - Test", "Devices of the Autopatch group default, ring Test", false),
                new Group(AUTOPATCH_RING, id(dice, AUTOPATCH_RING), "Windows Autopatch - Ring1", "Devices of the Autopatch group default, ring Ring1", false));
    }

    /** The groups of an Autopatch group; from now on the tenant has them. */
    List<Group> addAutopatch() {
        withAutopatch = true;
        return autopatch;
    }

    private static Group unit(Dice dice, int index, String unit) {
        return new Group(index, id(dice, index), "Hotpatch Cycle " + unit,
                "Devices of the unit " + unit + " [hotpatch-cycle unit=" + unit + "]", false);
    }

    private static String id(Dice dice, int index) {
        return Ids.guid(dice, Dice.Purpose.IDENTITY, 500, index);
    }

    List<Group> all() {
        return Stream.of(all, withAutopatch ? autopatch : List.<Group>of(), more).flatMap(List::stream).toList();
    }

    /** Groups of units beyond the usual four. */
    List<Group> more() {
        return more;
    }

    /** The group with an id, or null. */
    Group byId(String id) {
        return all().stream().filter(g -> g.id().equalsIgnoreCase(id)).findFirst().orElse(null);
    }

    /** The group with an id; a Graph error 404 when there is none. */
    Group require(String id) {
        Group group = byId(id);
        if (group == null) {
            throw GraphException.notFound("Request_ResourceNotFound",
                    "Resource '" + id + "' does not exist or one of its queried reference-property objects are not present.");
        }
        return group;
    }
}
