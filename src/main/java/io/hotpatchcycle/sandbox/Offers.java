package io.hotpatchcycle.sandbox;

import java.util.ArrayList;
import java.util.List;

/** What a catalog holds for each client build, newest first, future releases included. Never changes. */
final class Offers {

    /** One release for one build. @param baseline LCU of the newest baseline that came out with or before it; 0 where there is none */
    record Offer(Release release, Release.Levels levels, int baseline) {

        int hotpatch() {
            return levels.hotpatch();
        }

        int lcu() {
            return levels.lcu();
        }

        int floor() {
            return levels.floor();
        }
    }

    private static final Offer[] NOTHING = {};

    private final int[] builds;
    private final Offer[][] offers;

    Offers(List<Release> newestFirst) {
        builds = newestFirst.stream().flatMap(release -> release.levels().keySet().stream()).distinct().mapToInt(Integer::intValue).toArray();
        offers = new Offer[builds.length][];
        for (int i = 0; i < builds.length; i++) {
            List<Offer> found = new ArrayList<>();
            for (Release release : newestFirst) {
                Release.Levels levels = release.levels().get(builds[i]);
                if (levels != null) {
                    found.add(new Offer(release, levels, baseline(newestFirst, release.at(), builds[i])));
                }
            }
            offers[i] = found.toArray(Offer[]::new);
        }
    }

    private static int baseline(List<Release> newestFirst, long until, int build) {
        for (Release release : newestFirst) {
            if (release.at() <= until && release.baselineFor(build)) {
                return release.levels().get(build).lcu();
            }
        }
        return 0;
    }

    /** The releases that have something for a build. */
    Offer[] of(int build) {
        for (int i = 0; i < builds.length; i++) {
            if (builds[i] == build) {
                return offers[i];
            }
        }
        return NOTHING;
    }

    /** LCU UBR of the newest baseline for a build that came out with or before a release; 0 when there is none. */
    int baseline(Release until, int build) {
        for (Offer offer : of(build)) {
            if (offer.release.at() <= until.at() && offer.release.baselineFor(build)) {
                return offer.lcu();
            }
        }
        return 0;
    }
}
