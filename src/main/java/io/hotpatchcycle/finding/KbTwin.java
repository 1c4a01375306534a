package io.hotpatchcycle.finding;

import java.time.Instant;
import java.util.List;

/**
 * What a device runs, and which other article of the same month is as good.
 *
 * @param number        stands for the device in the order of this list
 * @param device        Intune device id
 * @param entraDeviceId null when not registered
 * @param build         {@code build.ubr}; null when not said
 * @param installedKb   article of that level by the catalog; null when the catalog does not know the level
 * @param hotpatch      whether that article is the hotpatch; null when not known
 * @param twinKb        the other article of the same release for the same build; null when there is none
 * @param twinBuild     its level
 * @param release       release of the level
 * @param cves          what that article fixes by MSRC's document, and the exploited ones that the catalog names for its release
 * @param levelAfter    last seen on another level, for an earlier snapshot last seen without the release; null when never
 * @param levelSince    first seen on this one, or with the release: effective since between these two; null when not known
 * @param asOf          when it was seen so
 */
public record KbTwin(long number, String device, String entraDeviceId, String name, String build, String installedKb, Boolean hotpatch,
                     String twinKb, String twinBuild, String release, List<String> cves, Instant levelAfter, Instant levelSince, Instant asOf) {

    public KbTwin {
        cves = List.copyOf(cves);
    }
}
