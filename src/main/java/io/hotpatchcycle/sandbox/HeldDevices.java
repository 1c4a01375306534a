package io.hotpatchcycle.sandbox;

/**
 * Devices that are not made again each time. At most 65,536, and at most one for each 16 KB that the heap may grow to (16,384 with
 * {@code -Xmx256m}): one takes some 300 bytes when the tenant is new and 3 KB after 22 months of it, so together a fifth of the heap. A
 * fleet up to that size is held as a whole. Of a larger one the first devices stay, and the others take turns in the last {@value #SHARED}
 * places: enough for the page that is being made. To make one again takes some microseconds when the tenant is new, a quarter of a
 * millisecond after 22 months of it.
 */
final class HeldDevices {

    private static final int MOST = 65_536;
    private static final long HEAP_FOR_ONE = 16 * 1024;
    private static final int SHARED = 2048;

    private final Device[] places;
    private final int own;

    /** @param most held at once */
    HeldDevices(int devices, int most) {
        places = new Device[Math.min(devices, most)];
        own = devices <= most ? devices : most - Math.min(SHARED, most / 2);
    }

    /** How many are held in this program. */
    static int most() {
        return (int) Math.max(2 * SHARED, Math.min(MOST, Runtime.getRuntime().maxMemory() / HEAP_FOR_ONE));
    }

    /** The device of an index; null when it is not held. */
    Device get(int index) {
        Device device = places[place(index)];
        return device != null && device.index == index ? device : null;
    }

    void put(Device device) {
        places[place(device.index)] = device;
    }

    private int place(int index) {
        return index < own ? index : own + (index - own) % (places.length - own);
    }
}
