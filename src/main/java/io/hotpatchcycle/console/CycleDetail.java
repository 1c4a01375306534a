package io.hotpatchcycle.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hotpatchcycle.approval.ApprovalView;
import io.hotpatchcycle.approval.Subject;
import io.hotpatchcycle.audit.Told;
import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.cycle.CycleResult;
import io.hotpatchcycle.release.Release;
import io.hotpatchcycle.fleet.VisibleRings;
import io.hotpatchcycle.ring.PlanCounts;
import io.hotpatchcycle.rollout.LedgerRows.GraphWrite;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The parts of a cycle's page. */
final class CycleDetail {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int HASH_SHOWN = 12;
    private static final int HASH_LENGTH = 64;

    private CycleDetail() {
    }

    /** The release as the cycle's page shows it; other products stand below the fleet's. */
    record ReleaseCard(String name, String displayName, String severity, List<String> exploited, String catalogId,
                       List<ReleaseRow.Build> client, List<ReleaseRow.Build> others) {

        static ReleaseCard of(Release r) {
            List<ReleaseRow.Build> builds = ReleaseRow.builds(r);
            return new ReleaseCard(r.name(), r.displayName(), ReleaseRow.severity(r.maxSeverity(), r.maxBaseScore()), r.exploitedCves(), r.id(),
                    builds.stream().filter(ReleaseRow.Build::client).toList(), builds.stream().filter(b -> !b.client()).toList());
        }
    }

    /** What became of the cycle. */
    record Figures(String controlled, String effective, String effectiveShare, String hotpatched, String lcu, String failed, String daysTo90,
                   String daysTo95, boolean reached90, boolean reached95, String exposureHours, String planned, String extra, String avoided) {

        static Figures of(CycleResult r) {
            int effective = r.hotpatched() + r.lcu();
            return new Figures(Words.number(r.controlled()), Words.number(effective), Words.share(effective, r.controlled()),
                    Words.number(r.hotpatched()), Words.number(r.lcu()), Words.number(r.failed()), Words.days(r.daysTo90()),
                    Words.days(r.daysTo95()), r.daysTo90() != null, r.daysTo95() != null, Words.number(r.exposureHours()),
                    Words.number(r.planned()), Words.number(r.extra()), Words.number(r.avoided()));
        }
    }

    /** The plan's figures. */
    record Plan(String total, String active, String stale, String retired, String controlled, String uncontrolled, String eligible, String notEligible,
                String unknown, String hotpatch, String lcu, String baselineDebt, String restarts, String restartShare, String exempted) {

        static Plan of(PlanCounts p) {
            return new Plan(Words.number(p.total()), Words.number(p.active()), Words.number(p.stale()), Words.number(p.retired()), Words.number(p.controlled()),
                    Words.number(p.uncontrolled()), Words.number(p.eligible()), Words.number(p.notEligible()), Words.number(p.unknown()),
                    Words.number(p.hotpatch()), Words.number(p.lcu()), Words.number(p.baselineDebt()), Words.number(p.restarts()),
                    Words.share(p.restarts(), p.controlled()), Words.number(p.exempted()));
        }
    }

    /** A question and its answer. {@code shown} is what the person saw, as frozen; null for who must not see the devices that it may name. */
    record Asked(String subject, String ring, String groups, Moment askedAt, Moment dueAt, String decision, String tone, String decidedBy,
                 Moment decidedAt, String comment, String decidedFor, String changeReference, String shownHash, String shownHashStart, String shown) {

        /** @param all the questions of the cycle, oldest first: one that was asked anew before it was answered is void */
        static Asked of(ApprovalView a, List<ApprovalView> all, VisibleRings visible, Instant now) {
            boolean anew = a.decision() == null && all.subList(all.indexOf(a) + 1, all.size()).stream()
                    .anyMatch(later -> later.subject() == a.subject() && Objects.equals(later.ring(), a.ring()));
            return new Asked(Words.code(a.subject()), a.ring(), Words.groups(a.asked()), Moment.of(a.requestedAt(), now), Moment.of(a.dueAt(), now),
                    anew ? "Asked anew" : a.decision() == null ? "" : Words.code(a.decision()), anew ? "quiet" : tone(a.decision()), a.decidedBy(), Moment.of(a.decidedAt(), now),
                    a.comment(), a.decidedFor(), a.changeReference(), a.shownHash(), start(a.shownHash()),
                    a.subject() == Subject.CHANGE || visible.shows(a.ring()) ? pretty(a.shown()) : null);
        }

        private static String tone(String decision) {
            return decision == null ? "warn" : switch (decision) {
                case "APPROVE", "PROCEED", "AGREE", "RESUME" -> "good";
                case "REJECT", "HALT", "ABANDON" -> "bad";
                default -> "quiet";
            };
        }
    }

    /** A write to Microsoft Graph. */
    record WriteRow(String kind, String ring, String target, String state, String tone, int attempts, Moment intendedAt, String status,
                    String readBack, Moment readBackAt) {

        static WriteRow of(GraphWrite w, Instant now) {
            String tone = "DONE".equals(w.state()) ? "good" : "INTENDED".equals(w.state()) ? "warn" : "bad";
            // 0 stands for "settled by reading", not for a status of HTTP
            String status = w.status() == null || w.status() == 0 ? "–" : w.status().toString();
            return new WriteRow(Words.code(w.kind()), w.ring(), w.target(), Words.code(w.state()), tone, w.attempts(),
                    Moment.of(w.intendedAt(), now), status, w.readBack(), Moment.of(w.readBackAt(), now));
        }
    }

    /** Names the one device that an event is about. */
    private static final String DEVICE = "object";

    /** An event of the trail. */
    record EventRow(Moment at, Moment wall, String actor, boolean person, String type, String ring, List<Fact> facts) {

        static EventRow of(Trail.Event e, VisibleRings visible, Instant now) {
            return new EventRow(Moment.of(e.businessTime(), now), Moment.of(e.wallTime(), now), e.actor(), "PERSON".equals(e.actorKind()),
                    e.type(), e.ring(), factsOf(e.data(), visible.shows(e.ring()) ? Set.of() : Set.of(DEVICE)));
        }
    }

    /** One value of an event; the whole of it where the screen shows a part. */
    record Fact(String name, String value, String whole) {
    }

    /** The members of an event's data that say something, without those that are hidden. */
    static List<Fact> factsOf(String json, Set<String> hidden) {
        List<Fact> found = new ArrayList<>();
        tree(json).fields().forEachRemaining(field -> {
            String value = Told.value(field.getValue());
            if (!value.isEmpty() && !hidden.contains(field.getKey())) {
                found.add(new Fact(Told.name(field.getKey()), shortened(value), value));
            }
        });
        return List.copyOf(found);
    }

    private static String shortened(String value) {
        if (value.length() == HASH_LENGTH && value.matches("[0-9a-f]+")) {
            return start(value) + "…";
        }
        return Told.cut(value);
    }

    private static String start(String hash) {
        return hash == null || hash.length() <= HASH_SHOWN ? hash : hash.substring(0, HASH_SHOWN);
    }

    private static String pretty(String json) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            return json;
        }
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode().put("data", json);
        }
    }
}
