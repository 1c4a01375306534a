package io.hotpatchcycle.finding;

import java.time.Instant;

/**
 * One line of a scanner's list, judged.
 *
 * @param line        in the imported file
 * @param device      as the scanner names it
 * @param cve         null when the line names none
 * @param kb          null when the line names none
 * @param why         the code of what decided it
 * @param deviceId    Intune device id; null when no single device was found
 * @param matchedBy   by what it was found
 * @param build       {@code build.ubr} it was seen running; null when not known
 * @param installedKb article of that level by the catalog; null when the catalog does not know the level
 * @param twinKb      the other article of the same release for the same build; null when there is none
 * @param release     the release of that level
 * @param asOf        when the device was seen so
 * @param levelAfter  last seen on another level; null when never
 * @param levelSince  first seen on this one: effective since between these two
 */
public record Finding(int line, String device, String cve, String kb, Verdict verdict, Why why, String deviceId, String matchedBy, String build,
                      String installedKb, String twinKb, String release, Instant asOf, Instant levelAfter, Instant levelSince) {

    /** The closed set. What cannot be proven either way is unknown. */
    public enum Verdict { FALSE_POSITIVE, REAL, UNKNOWN }

    /** What decided. */
    public enum Why {
        /** The device runs the very article. */
        RUNS_IT("It runs this article."),
        /** The device runs the other article of the same release. */
        RUNS_TWIN("It runs the other article of the same release, which fixes the same: a month has two compliant builds."),
        /** The device runs a later level that contains it. */
        RUNS_LATER("It runs a later level that contains this."),
        /** The device runs a level below every one that fixes it. */
        RUNS_EARLIER("It runs a level older than every one that fixes this."),
        NOT_UNDERSTOOD("The line names no device, or neither a CVE nor a KB."),
        NO_SUCH_DEVICE("No device of Intune has this name or id."),
        SEVERAL_DEVICES("Several devices have this name: use the Intune or Entra device id."),
        RETIRED("The device is retired."),
        NOT_SEEN("The device has not been seen for 30 days."),
        NO_BUILD("The device does not say which build it runs."),
        NOT_IN_CATALOG("Neither the catalog nor a document of MSRC that was read names it; of CVEs the catalog names the exploited ones only. Give the KB that fixes it."),
        OTHER_PRODUCT("The catalog names it for other products or builds than the device's."),
        LEVEL_NOT_IN_CATALOG("The catalog does not know the level that the device runs."),
        NO_PROOF("Neither that the level contains it, nor that it lacks it, can be proven from the catalog.");

        private final String sentence;

        Why(String sentence) {
            this.sentence = sentence;
        }

        /** The code in a sentence. */
        public String sentence() {
            return sentence;
        }
    }
}
