package io.hotpatchcycle.release;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Releases for tests, of one line unless said otherwise. */
final class ReleaseFixture {

    private final String name;
    private String cadence = "monthly";
    private String classification = "security";
    private Instant published = Instant.parse("2026-08-11T17:00:00Z");
    private final List<Revision> revisions = new ArrayList<>();

    private ReleaseFixture(String name) {
        this.name = name;
    }

    static ReleaseFixture release(String name) {
        return new ReleaseFixture(name);
    }

    ReleaseFixture outOfBand() {
        cadence = "outOfBand";
        return this;
    }

    ReleaseFixture cadence(String raw) {
        cadence = raw;
        return this;
    }

    ReleaseFixture classification(String raw) {
        classification = raw;
        return this;
    }

    ReleaseFixture at(String moment) {
        published = Instant.parse(moment);
        return this;
    }

    /** A hotpatch revision and its restart-requiring twin. */
    ReleaseFixture hotpatched(int build) {
        return revision(build, 100, "KB1", HotpatchFlag.YES).revision(build, 150, "KB2", HotpatchFlag.NO);
    }

    ReleaseFixture cumulative(int build) {
        return revision(build, 150, "KB2", HotpatchFlag.NO);
    }

    ReleaseFixture revision(int build, int ubr, String kb, HotpatchFlag flag) {
        return revision(ProductLine.WINDOWS_11, build, ubr, kb, flag);
    }

    ReleaseFixture revision(ProductLine line, int build, int ubr, String kb, HotpatchFlag flag) {
        revisions.add(new Revision(line.name(), line, "24H2", build, ubr, kb, flag));
        return this;
    }

    Release build() {
        return new Release("id of " + name, name, name, published, classification, cadence, null, null, List.of(), revisions);
    }
}
