package io.hotpatchcycle.process.history;

import io.hotpatchcycle.evidence.Listing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.camunda.bpm.engine.EntityTypes;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.history.UserOperationLogEntry;
import org.camunda.bpm.engine.identity.Group;

/** Who held which role when: the operation log tells each membership given and taken, whatever the way in. */
final class RoleHistory {

    private static final List<String> COLUMNS = List.of("person", "role", "heldFrom", "givenBy", "heldUntil", "takenBy", "remark");

    private final HistoryService history;
    private final IdentityService identity;

    RoleHistory(HistoryService history, IdentityService identity) {
        this.history = history;
        this.identity = identity;
    }

    /** @param person null for everybody of the role, when that was deleted; {@code role} null for all of the person's */
    private record Change(Instant at, String by, boolean given, String person, String role) {
    }

    private static final class Held {
        private Instant from;
        private String givenBy;
        private Instant until;
        private String takenBy;
    }

    /**
     * Roles held at some moment between the two, by person and role.
     *
     * @param until also the moment as of which it is told: what came later is not in it; null for now
     */
    Listing held(Instant from, Instant until, String person) {
        Map<String, List<Held>> all = periods(until);
        List<List<Object>> rows = new ArrayList<>();
        all.forEach((key, periods) -> {
            String[] who = key.split("\n", 2);
            for (Held held : periods) {
                if ((person == null || person.equals(who[0])) && (from == null || held.until == null || !held.until.isBefore(from))) {
                    rows.add(Arrays.asList(who[0], who[1], held.from, held.givenBy, held.until, held.takenBy,
                            held.from == null ? "given before the log or in a way it does not tell" : ""));
                }
            }
        });
        return new Listing(COLUMNS, rows, rows.size());
    }

    /** Roles held now, by person and role. */
    List<HeldRole> heldNow() {
        List<HeldRole> found = new ArrayList<>();
        Set<String> members = new HashSet<>();
        identity.createGroupQuery().list().forEach(group -> identity.createUserQuery().memberOfGroup(group.getId()).list()
                .forEach(user -> members.add(user.getId() + "\n" + group.getId())));
        periods(null).forEach((key, periods) -> {
            String[] who = key.split("\n", 2);
            periods.stream().filter(held -> held.until == null && members.contains(key)).forEach(held -> found.add(new HeldRole(who[0], who[1], held.from, held.givenBy)));
        });
        return found;
    }

    /** By person and role, as of a moment; null for now. */
    private Map<String, List<Held>> periods(Instant until) {
        Map<String, List<Held>> all = new TreeMap<>();
        for (Change change : changes()) {
            if (until == null || !change.at().isAfter(until)) {
                if (change.person() == null || change.role() == null) {
                    gone(change, all);
                } else {
                    apply(change, all.computeIfAbsent(change.person() + "\n" + change.role(), k -> new ArrayList<>()));
                }
            }
        }
        if (until == null) {
            withoutLog(all);
        }
        return all;
    }

    /** Who, or which role, was deleted takes his memberships with him; the log does not tell them one by one. */
    private static void gone(Change change, Map<String, List<Held>> all) {
        all.forEach((key, periods) -> {
            String[] who = key.split("\n", 2);
            Held last = periods.isEmpty() ? null : periods.get(periods.size() - 1);
            if (last != null && last.until == null && (who[0].equals(change.person()) || who[1].equals(change.role()))) {
                last.until = change.at();
                last.takenBy = change.by();
            }
        });
    }

    private static void apply(Change change, List<Held> periods) {
        Held last = periods.isEmpty() ? null : periods.get(periods.size() - 1);
        if (change.given()) {
            Held held = new Held();
            held.from = change.at();
            held.givenBy = change.by();
            periods.add(held);
        } else {
            Held held = last != null && last.until == null ? last : new Held();
            held.until = change.at();
            held.takenBy = change.by();
            if (held != last) {
                periods.add(held);
            }
        }
    }

    /** A membership that is there now, but of which the log does not tell, must not be missing. */
    private void withoutLog(Map<String, List<Held>> all) {
        for (Group group : identity.createGroupQuery().list()) {
            identity.createUserQuery().memberOfGroup(group.getId()).list().forEach(user -> {
                List<Held> periods = all.computeIfAbsent(user.getId() + "\n" + group.getId(), k -> new ArrayList<>());
                if (periods.isEmpty() || periods.get(periods.size() - 1).until != null) {
                    periods.add(new Held());
                }
            });
        }
    }

    /** Each change is an operation with one entry for the person and one for the group. */
    private List<Change> changes() {
        Map<String, List<UserOperationLogEntry>> operations = new HashMap<>();
        history.createUserOperationLogQuery().entityType(EntityTypes.GROUP_MEMBERSHIP).list()
                .forEach(e -> operations.computeIfAbsent(e.getOperationId(), k -> new ArrayList<>()).add(e));
        List<Change> found = new ArrayList<>();
        operations.values().forEach(entries -> {
            String person = value(entries, "userId");
            String role = value(entries, "groupId");
            UserOperationLogEntry one = entries.get(0);
            if (person != null && role != null) {
                found.add(new Change(one.getTimestamp().toInstant(), by(one),
                        UserOperationLogEntry.OPERATION_TYPE_CREATE.equals(one.getOperationType()), person, role));
            }
        });
        deleted(EntityTypes.USER, "userId").forEach(e -> found.add(new Change(e.getTimestamp().toInstant(), by(e), false, value(List.of(e), "userId"), null)));
        deleted(EntityTypes.GROUP, "groupId").forEach(e -> found.add(new Change(e.getTimestamp().toInstant(), by(e), false, null, value(List.of(e), "groupId"))));
        Comparator<String> anything = Comparator.nullsFirst(Comparator.naturalOrder());
        found.sort(Comparator.comparing(Change::at).thenComparing(Change::given).thenComparing(Change::person, anything).thenComparing(Change::role, anything));
        return found;
    }

    private List<UserOperationLogEntry> deleted(String entity, String property) {
        return history.createUserOperationLogQuery().entityType(entity).operationType(UserOperationLogEntry.OPERATION_TYPE_DELETE).list().stream()
                .filter(e -> value(List.of(e), property) != null).toList();
    }

    private static String by(UserOperationLogEntry entry) {
        return entry.getUserId() == null ? "system" : entry.getUserId();
    }

    private static String value(List<UserOperationLogEntry> entries, String property) {
        return entries.stream().filter(e -> property.equals(e.getProperty())).findFirst()
                .map(e -> e.getNewValue() == null ? e.getOrgValue() : e.getNewValue()).orElse(null);
    }
}
