package io.hotpatchcycle.crash;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** Which kills, in an order in which they come up: every boundary of every kind of write, the rest at random. */
final class Strikes {

    /** In the order of a cycle. */
    static final List<String> KINDS = List.of("DELETE_POLICY", "CREATE_POLICY", "ASSIGN_POLICY", "REMOVE_MEMBER", "ADD_MEMBERS", "APPROVE", "SUSPEND", "RESTART",
            "CREATE_EXPEDITE", "ASSIGN_EXPEDITE", "DELETE_EXPEDITE", "HOTPATCH_OFF", "UNINSTALL", "RESUME", "FORWARD_LCU");
    /** It comes when a tenant has been proven, before the first cycle; that is asked of one program. */
    private static final String PROVING = "DELETE_POLICY";
    /** They come in an emergency. */
    private static final List<String> EXPEDITING = List.of("CREATE_EXPEDITE", "ASSIGN_EXPEDITE", "DELETE_EXPEDITE");
    /** They come when a stopped ring is rolled back. */
    private static final List<String> ROLL_BACK = List.of("HOTPATCH_OFF", "UNINSTALL", "RESUME", "FORWARD_LCU");
    /** In one step of one cycle: a worker that starts again comes to it again, another node has done all of it by then. */
    private static final List<String> ONCE = List.of("CREATE_POLICY", "ASSIGN_POLICY");
    private static final int LATEST_MILLIS = 5_000;

    /**
     * One kill.
     *
     * @param boundary null for one at random
     * @param millis   after the start of the work; for one at random
     */
    record Kill(Boundary boundary, String kind, int millis) {

        /** Whether it needs a ring that is rolled back. */
        boolean inRollBack() {
            return kind != null && ROLL_BACK.contains(kind);
        }

        /** Whether it needs an emergency that expedites the release. */
        boolean inExpediting() {
            return kind != null && EXPEDITING.contains(kind);
        }

        /** Whether it needs a proof of the gate. */
        boolean inProof() {
            return PROVING.equals(kind);
        }

        /** Whether it needs units without policies. */
        boolean whenPoliciesAreMade() {
            return kind != null && ONCE.contains(kind);
        }

        @Override
        public String toString() {
            return boundary == null ? "at random, " + millis + " ms after the start" : kind + " at " + boundary;
        }
    }

    private Strikes() {
    }

    static Deque<Kill> of(int kills, Random random) {
        return of(kills, random, all());
    }

    /** As above, where another node takes over what the killed one was at. */
    static Deque<Kill> ofTwoNodes(int kills, Random random) {
        List<Kill> all = all();
        all.removeIf(Kill::inProof);
        return of(kills, random, all);
    }

    private static List<Kill> all() {
        List<Kill> all = new ArrayList<>();
        for (String kind : KINDS) {
            for (Boundary boundary : Boundary.values()) {
                // restarts are never read back one by one: devices tell
                if (!kind.equals("RESTART") || boundary != Boundary.READ_BACK) {
                    all.add(new Kill(boundary, kind, 0));
                }
            }
        }
        return all;
    }

    private static Deque<Kill> of(int kills, Random random, List<Kill> all) {
        List<Kill> chosen = all;
        if (kills < all.size()) {
            Collections.shuffle(all, random);
            chosen = spread(all, kills);
        }
        Deque<Kill> order = new ArrayDeque<>(chosen.stream().sorted(Comparator.<Kill>comparingInt(k -> KINDS.indexOf(k.kind()))
                .thenComparing(Kill::boundary)).toList());
        while (order.size() < kills) {
            order.add(new Kill(null, null, random.nextInt(LATEST_MILLIS)));
        }
        return order;
    }

    /** Few kills: as many different kinds and boundaries as can be. */
    private static List<Kill> spread(List<Kill> shuffled, int kills) {
        List<Kill> left = new ArrayList<>(shuffled);
        List<Kill> chosen = new ArrayList<>();
        while (chosen.size() < kills) {
            Kill next = left.stream().min(Comparator.comparingLong((Kill k) -> chosen.stream().filter(c -> c.kind().equals(k.kind())).count() * 2
                    + chosen.stream().filter(c -> c.boundary() == k.boundary()).count())).orElseThrow();
            left.remove(next);
            chosen.add(next);
        }
        return chosen;
    }
}
