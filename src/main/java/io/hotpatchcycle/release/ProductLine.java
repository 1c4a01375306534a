package io.hotpatchcycle.release;

import java.util.Locale;

/**
 * The line a product belongs to. Client and server share build numbers (26100 is both Windows 11 24H2 and Server
 * 2025), so a build is never compared without its line.
 */
public enum ProductLine {
    /** Windows 11, any version. */
    WINDOWS_11,
    /** Windows 10, any version. */
    WINDOWS_10,
    /** Any Windows Server. */
    WINDOWS_SERVER,
    /** Not said, or not understood. */
    UNKNOWN;

    /** Build number of the first Windows 11 release. */
    private static final int FIRST_WINDOWS_11_BUILD = 22000;

    /** The line of a product as the catalog names it, e.g. {@code Windows 11, version 24H2}. */
    public static ProductLine ofProduct(String product) {
        String name = product == null ? "" : product.toLowerCase(Locale.ROOT);
        if (name.contains("server")) {
            return WINDOWS_SERVER;
        }
        if (name.contains("windows 11")) {
            return WINDOWS_11;
        }
        return name.contains("windows 10") ? WINDOWS_10 : UNKNOWN;
    }

    /** The line of a managed client, by its build; servers must be told apart before. */
    public static ProductLine ofClientBuild(Integer build) {
        if (build == null || build <= 0) {
            return UNKNOWN;
        }
        return build >= FIRST_WINDOWS_11_BUILD ? WINDOWS_11 : WINDOWS_10;
    }
}
