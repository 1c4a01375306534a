package io.hotpatchcycle.sandbox;

import io.hotpatchcycle.sandbox.Dice.Purpose;

/** What never changes about a device, computed from seed and index whenever it is asked for. */
final class DeviceFacts {

    /** What kind of device it is; the shares are upper bounds of a single throw, the rest is capable. */
    enum Kind {
        OLD_WINDOWS(0.040), VBS_OFF(0.080), ARM_CHPE_ON(0.020), ARM_CHPE_OFF(0.020), NO_LICENCE(0.040), HOME_OR_LTSC(0.010),
        CO_MANAGED(0.010), STALE(0.030), RETIRED(0.005), NEW_BRANCH(0.005), HYBRID(0.040), CAPABLE(1);

        private final double share;

        Kind(double share) {
            this.share = share;
        }
    }

    /** One of the seven places: time zone as hours from UTC, and letters in device names. */
    record Place(String code, double offsetHours, String country) {
    }

    private static final Place[] PLACES = {new Place("BER", 1, "DE"), new Place("LON", 0, "GB"), new Place("NYC", -5, "US"),
        new Place("SEA", -8, "US"), new Place("SIN", 8, "SG"), new Place("BLR", 5.5, "IN"), new Place("SYD", 10, "AU")};
    private static final String[][] MODELS = {{"Contoso", "Book 14"}, {"Contoso", "Book 16 Pro"}, {"Fabrikam", "Desk 7000"},
        {"Fabrikam", "Mobile 3 Gen 2"}, {"Northwind", "Carbon 5"}, {"Northwind", "Tower S"}};
    private static final String[] ARM_MODEL = {"Contoso", "Book Arm 13"};
    private static final String[] GIVEN = {"alex", "bo", "chris", "dana", "eli", "farah", "gia", "hugo", "ines", "jan", "kim", "lou"};
    private static final String[] FAMILY = {"adler", "brandt", "chen", "diaz", "evans", "fischer", "gupta", "haas", "ito", "jones"};

    private final Dice dice;
    private final int devices;

    DeviceFacts(Dice dice, int devices) {
        this.dice = dice;
        this.devices = devices;
    }

    int devices() {
        return devices;
    }

    Kind kind(int i) {
        double left = dice.unit(Purpose.CLASS, i, 0);
        for (Kind kind : Kind.values()) {
            left -= kind.share;
            if (left < 0) {
                return kind;
            }
        }
        return Kind.CAPABLE;
    }

    /** Can be hotpatched; the truth, of which Graph shows only a part. */
    boolean capable(int i) {
        return switch (kind(i)) {
            case CAPABLE, HYBRID, ARM_CHPE_OFF, STALE, RETIRED -> true;
            case OLD_WINDOWS, VBS_OFF, ARM_CHPE_ON, NO_LICENCE, HOME_OR_LTSC, CO_MANAGED, NEW_BRANCH -> false;
        };
    }

    boolean arm(int i) {
        return kind(i) == Kind.ARM_CHPE_ON || kind(i) == Kind.ARM_CHPE_OFF;
    }

    /** A second, older Intune record of the device before it, or not. */
    boolean duplicate(int i) {
        return i > 0 && dice.unit(Purpose.DUPLICATE, i, 0) < 0.005 && dice.unit(Purpose.DUPLICATE, i - 1, 0) >= 0.005;
    }

    /** The device whose Entra identity and serial number it has: itself, unless it is a duplicate record. */
    int identity(int i) {
        return duplicate(i) ? i - 1 : i;
    }

    boolean vip(int i) {
        return dice.unit(Purpose.VIP, i, 0) < 0.005 && !duplicate(i) && kind(i) != Kind.STALE && kind(i) != Kind.RETIRED;
    }

    boolean takes(int build, int i) {
        return switch (build) {
            case 26200 -> dice.unit(Purpose.UPGRADE_26200, i, 0) < 0.40;
            case 26300 -> dice.unit(Purpose.UPGRADE_26300, i, 0) < 0.15;
            default -> false;
        };
    }

    boolean behindAtStart(int i) {
        return dice.unit(Purpose.DEBT, i, 0) < 0.04;
    }

    Place place(int i) {
        return dice.pick(Purpose.PLACE, identity(i), 0, PLACES);
    }

    String name(int i) {
        int of = identity(i);
        return (desktop(of) ? "DT-" : "LT-") + place(of).code() + "-" + (of < 1_000_000 ? String.valueOf(1_000_000 + of).substring(1) : String.valueOf(of));
    }

    String manufacturer(int i) {
        return model(i, 0);
    }

    String model(int i) {
        return model(i, 1);
    }

    private String model(int i, int part) {
        return arm(identity(i)) ? ARM_MODEL[part] : dice.pick(Purpose.MODEL, identity(i), 0, MODELS)[part];
    }

    String serial(int i) {
        return String.format("%010X", dice.bits(Purpose.IDENTITY, 77, identity(i)) & 0xFFFFFFFFFFL);
    }

    /** Always switched on; the others are laptops. */
    boolean desktop(int i) {
        return dice.unit(Purpose.HABIT, i, 0) < 0.25;
    }

    /** A few shared devices have no user. */
    boolean hasUser(int i) {
        return dice.unit(Purpose.OWNER, identity(i), 1) >= 0.03;
    }

    String user(int i) {
        int of = identity(i);
        return dice.pick(Purpose.OWNER, of, 2, GIVEN) + "." + dice.pick(Purpose.OWNER, of, 3, FAMILY) + of + "@contoso.example";
    }

    /** No {@code osVersion} in Intune. */
    boolean withoutVersion(int i) {
        return strange(i, 0, 0.002);
    }

    /** Shows values that no enum of today knows. */
    boolean fromTheFuture(int i) {
        return strange(i, 0.002, 0.004);
    }

    private boolean strange(int i, double from, double to) {
        double u = dice.unit(Purpose.STRANGE, i, 0);
        return u >= from && u < to;
    }
}
