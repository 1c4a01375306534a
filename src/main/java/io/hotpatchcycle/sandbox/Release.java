package io.hotpatchcycle.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * One entry of the catalogs with what it means for a device.
 *
 * @param index       position in the catalog, never changes
 * @param shortName   such as {@code 2026.08 B}
 * @param date        day of the release, after the shift
 * @param at          publication, epoch seconds
 * @param entryId     id in the Windows updates catalog, 64 hex digits
 * @param itemId      id in the Intune catalog, a GUID
 * @param revisions   what the catalogs list
 * @param levels      per client build what a device can reach
 */
record Release(int index, String shortName, LocalDate date, long at, boolean outOfBand, String entryId, String itemId,
               List<Revision> revisions, Map<Integer, Levels> levels) {

    /**
     * One build of a release for one product.
     *
     * @param flag what {@code isHotpatchUpdate} shows: a boolean, or whatever a test plays; null leaves it out
     */
    record Revision(String product, String version, int build, int ubr, String kb, boolean client, JsonNode flag) {

        String id() {
            return "10.0." + build + "." + ubr;
        }
    }

    /** UBRs for one build; 0 when there is no such revision. */
    record Levels(int hotpatch, int lcu) {

        /** The lowest compliant UBR: the hotpatch, where there is one. */
        int floor() {
            return hotpatch > 0 ? hotpatch : lcu;
        }
    }

    boolean hotpatchFor(int build) {
        Levels found = levels.get(build);
        return found != null && found.hotpatch() > 0;
    }

    boolean hotpatchAnywhere() {
        return levels.values().stream().anyMatch(found -> found.hotpatch() > 0);
    }

    /** A monthly release without a hotpatch for this build: the next hotpatches build on it. */
    boolean baselineFor(int build) {
        Levels found = levels.get(build);
        return !outOfBand && found != null && found.hotpatch() == 0 && found.lcu() > 0;
    }
}
