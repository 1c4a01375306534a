package io.hotpatchcycle.sandbox;

/** One planned step of one device, or of the whole tenant ({@code device} -1). Ordered by time, device and number. */
record Step(long at, int device, long number, Kind kind, int generation, Object extra) implements Comparable<Step> {

    /** What happens. */
    enum Kind { PUBLISH, MONTH, RECONSIDER, SCAN, DOWNLOAD, INSTALL, INSTALLED, RESTART, ROLL_BACK, REBOOT, REIMAGE, RETIRE, UNINSTALL }

    @Override
    public int compareTo(Step other) {
        int byTime = Long.compare(at, other.at);
        if (byTime != 0) {
            return byTime;
        }
        int byDevice = Integer.compare(device, other.device);
        return byDevice != 0 ? byDevice : Long.compare(number, other.number);
    }

    /** Belongs to the plan of the device and is dropped when that plan changes. */
    boolean planned() {
        return switch (kind) {
            case RECONSIDER, SCAN, DOWNLOAD, INSTALL, INSTALLED, RESTART -> true;
            case PUBLISH, MONTH, ROLL_BACK, REBOOT, REIMAGE, RETIRE, UNINSTALL -> false;
        };
    }
}
