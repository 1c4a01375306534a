package io.hotpatchcycle.release;

/** The catalog's {@code isHotpatchUpdate}. Absent, or anything but a boolean, is unreadable and asks a person. */
public enum HotpatchFlag {
    /** The catalog says true. */
    YES,
    /** The catalog says false. */
    NO,
    /** Absent, or not a boolean (a documentation sample shows the string "false"). */
    UNREADABLE
}
