package io.hotpatchcycle.sandbox;

/**
 * The Windows edition of a device.
 *
 * @param family what {@code skuFamily} shows
 * @param number what {@code skuNumber} shows
 * @param name   what the hardware inventory shows
 */
record Edition(String family, int number, String name) {

    private static final Edition ENTERPRISE = new Edition("Enterprise", 4, "Enterprise");
    private static final Edition PRO = new Edition("Pro", 48, "Professional");
    private static final Edition HOME = new Edition("Home", 101, "Core");
    private static final Edition LTSC = new Edition("EnterpriseS", 125, "EnterpriseS");

    static Edition of(Dice dice, DeviceFacts facts, int index) {
        return switch (facts.kind(index)) {
            case NO_LICENCE -> PRO;
            case HOME_OR_LTSC -> dice.unit(Dice.Purpose.DETAIL, index, 3) < 0.5 ? HOME : LTSC;
            case OLD_WINDOWS, VBS_OFF, ARM_CHPE_ON, ARM_CHPE_OFF, CO_MANAGED, STALE, RETIRED, NEW_BRANCH, HYBRID, CAPABLE -> ENTERPRISE;
        };
    }
}
