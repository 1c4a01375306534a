package io.hotpatchcycle.console;

import io.hotpatchcycle.release.HotpatchFlag;
import io.hotpatchcycle.release.ProductLine;
import io.hotpatchcycle.release.Release;
import io.hotpatchcycle.release.Revision;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A release of the catalog on a screen. {@code planned} is empty where the calendar says nothing. */
record ReleaseRow(String id, String name, String displayName, Moment publishedAt, String kind, String kindTone, String planned, boolean surprise,
                  String severity, String score, List<String> exploited, String cycle, String cycleState, String whyNoCycle, List<Twin> builds) {

    /** One build of the release. */
    record Build(String product, String build, String kb, String type, String tone, boolean client) {

        static Build of(Revision r) {
            return new Build(r.product(), r.build() + "." + r.ubr(), r.kb(), type(r.hotpatch()), r.hotpatch() == HotpatchFlag.YES ? "hotpatch" : "lcu",
                    r.line() == ProductLine.WINDOWS_11);
        }

        private static String type(HotpatchFlag flag) {
            return switch (flag) {
                case YES -> "Hotpatch";
                case NO -> "LCU";
                case UNREADABLE -> "Not said";
            };
        }
    }

    /** The client builds that one KB brings. */
    record Twin(String kb, String type, String builds) {

        static List<Twin> of(List<Build> builds) {
            Map<String, List<Build>> byKb = builds.stream().filter(Build::client)
                    .collect(Collectors.groupingBy(Build::kb, LinkedHashMap::new, Collectors.toList()));
            return byKb.values().stream().map(same -> new Twin(same.get(0).kb(), same.get(0).type(),
                    same.stream().map(Build::build).distinct().collect(Collectors.joining(", ")))).toList();
        }
    }

    static ReleaseRow of(ReleaseReport r, Instant now) {
        List<Twin> twins = Twin.of(r.revisions().stream().map(Build::of).toList());
        return new ReleaseRow(r.id(), r.release(), r.displayName(), Moment.of(r.publishedAt(), now),
                r.kind() == null && twins.isEmpty() ? "Not for Windows 11" : Words.kind(r.kind()),
                r.kind() == null ? "quiet" : r.kind().withoutRestart() ? "hotpatch" : "lcu",
                r.plannedKind() == null ? "" : Words.kind(r.plannedKind()), r.surprise(), severity(r.maxSeverity(), null),
                r.maxBaseScore() == null ? "" : "CVSS " + r.maxBaseScore(), r.exploitedCves(), r.cycle(), Words.code(r.cycleState()), r.whyNoCycle(), twins);
    }

    static List<Build> builds(Release release) {
        return release.revisions().stream().map(Build::of).toList();
    }

    static String severity(String severity, Double score) {
        String text = severity == null || severity.isEmpty() ? "not said" : Words.code(severity);
        return score == null ? text : text + ", CVSS " + score;
    }
}
