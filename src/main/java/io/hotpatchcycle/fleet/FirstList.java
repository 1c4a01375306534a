package io.hotpatchcycle.fleet;

import io.hotpatchcycle.fleet.DetailRows.Concerned;
import io.hotpatchcycle.fleet.ListedFacts.Classes;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was told of a fleet of which nothing was known, while it went by: the database would have to go through all of its rows for each. */
final class FirstList {

    private static final String CLIENT = "WINDOWS_11";

    private final Map<Level, Boolean> hotpatched = new LinkedHashMap<>();
    private boolean coManaged;
    private boolean arm;
    private int hardwareDue;

    /** Of a client. */
    record Level(Integer build, Integer ubr) {
    }

    /** Some device says this. @param atHotpatch whether the catalog calls its level one */
    void saw(Classes classes, boolean atHotpatch) {
        coManaged |= classes.management().startsWith("CO_MANAGED");
        arm |= classes.cpu().equals("ARM64");
        if (classes.line().equals(CLIENT)) {
            hotpatched.put(new Level(classes.build(), classes.ubr()), atHotpatch);
        }
    }

    /** Whether nobody knows the hardware of a device that says this, and somebody has to ask for it. */
    static boolean due(Classes classes) {
        return classes.line().equals(CLIENT) && !classes.retired();
    }

    void oneMoreDue() {
        hardwareDue++;
    }

    int hardwareDue() {
        return hardwareDue;
    }

    /** Of licences nothing is told yet. */
    Concerned concerned() {
        return new Concerned(false, coManaged, arm);
    }

    /** What the catalog said of each level when it was asked. */
    Map<Level, Boolean> hotpatched() {
        return hotpatched;
    }
}
