package io.hotpatchcycle.process.history;

import io.hotpatchcycle.evidence.Listing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
        periods(null).forEach((key, periods) -> {
            String[] who = key.split("\n", 2);
            periods.stream().filter(held -> held.until == null).forEach(held -> found.add(new HeldRole(who[0], who[1], held.from, held.givenBy)));
        });
        return found;
    }

    /** By person and role, as of a moment; null for now. */
    private Map<String, List<Held>> periods(Instant until) {
        Map<String, List<Held>> all = new TreeMap<>();
        for (Change change : changes()) {
            if (until == null || !change.at().isAfter(until)) {
                apply(change, all.computeIfAbsent(change.person() + "\n" + change.role(), k -> new ArrayList<>()));
            }
        }
        if (until == null) {
            withoutLog(all);
        }
        return all;
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
                found.add(new Change(one.getTimestamp().toInstant(), one.getUserId() == null ? "system" : one.getUserId(),
                        UserOperationLogEntry.OPERATION_TYPE_CREATE.equals(one.getOperationType()), person, role));
            }
        });
        found.sort(Comparator.comparing(Change::at).thenComparing(Change::given).thenComparing(Change::person).thenComparing(Change::role));
        return found;
    }

    private static String value(List<UserOperationLogEntry> entries, String property) {
        return entries.stream().filter(e -> property.equals(e.getProperty())).findFirst()
                .map(e -> e.getNewValue() == null ? e.getOrgValue() : e.getNewValue()).orElse(null);
    }
}
