package io.hotpatchcycle.rollout;

import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.ring.Unit;
import io.hotpatchcycle.rollout.Write.Look;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Gives every unit its policy and its members, before anything is opened: under manual approval neither installs
 * anything. Resumable: each call does a bounded number of writes and says whether more are left.
 */
final class UnitPreparation {

    /** Calls per run, so that no delegate runs for minutes. */
    private static final int CALLS_PER_RUN = 120;
    static final String CREATE_POLICY = "CREATE_POLICY";
    private static final String ASSIGN_POLICY = "ASSIGN_POLICY";
    private static final String ADD_MEMBERS = "ADD_MEMBERS";
    private static final String REMOVE_MEMBER = "REMOVE_MEMBER";

    private final Ledger ledger;
    /** Why nothing of a cycle may be written now; empty when it may. */
    private final Function<String, Optional<String>> against;
    private final RingGate gate;
    private final Rings rings;
    private final MemberRows members;
    private final Trail trail;
    private final Instant now;
    private final Map<String, String> refusals = new HashMap<>();
    /** Whether the last write of members was refused by our own rules. */
    private boolean forbidden;

    UnitPreparation(Ledger ledger, Function<String, Optional<String>> against, RingGate gate, Rings rings, MemberRows members, Trail trail, Instant now) {
        this.now = now;
        this.trail = trail;
        this.ledger = ledger;
        this.against = against;
        this.gate = gate;
        this.rings = rings;
        this.members = members;
    }

    /**
     * One run; an instance serves one.
     *
     * @return whether all that can be prepared is. A unit that cannot be is left to its ring, which will be held
     */
    boolean prepare(String cycleId) {
        int[] budget = {CALLS_PER_RUN};
        boolean ready = true;
        // What was deleted since the plan was drawn is known before anything is written.
        rings.readUnits();
        for (Unit unit : rings.units()) {
            if (unit.ready()) {
                ready &= prepare(cycleId, unit, budget);
            }
        }
        rings.readUnits();
        refusals.forEach(rings::unitRefused);
        return ready;
    }

    /**
     * Puts a policy of ours in the place of one that is gone, with everything manual and nothing let through. Resumable.
     *
     * @return why that is refused; empty when it is done or goes on
     */
    String replace(String cycleId, Unit unit) {
        if (unit.groupId() == null) {
            return "Unit '" + unit.name() + "' has no Entra group that a policy could be assigned to.";
        }
        preparePolicy(cycleId, unit);
        return refusals.getOrDefault(unit.name(), "");
    }

    private boolean prepare(String cycleId, Unit unit, int[] budget) {
        try {
            boolean ready = preparePolicy(cycleId, unit);
            ready &= prepareMembers(cycleId, unit, budget);
            keepExemptedOut(unit);
            return ready;
        } catch (RingGate.GroupGone gone) {
            // The other rings are prepared all the same.
            refusals.put(unit.name(), "Unit '" + unit.name() + "' of cycle " + cycleId + " is not opened: its group " + unit.groupId()
                    + " was deleted in Entra. Restore the group, or name another one in hotpatch.rings, then look again.");
            return true;
        }
    }

    /** A group of others is not ours to change: with an exempted device in it, it is not opened. */
    private void keepExemptedOut(Unit unit) {
        int exempted = unit.owned() ? 0 : rings.exemptedIn(unit);
        if (exempted > 0) {
            refusals.put(unit.name(), "Unit '" + unit.name() + "' is not opened: its group holds " + exempted + " exempted devices, and its members are "
                    + "not ours to change. Take them out of group " + unit.groupId() + ", or let the exemption end.");
        }
    }

    private boolean preparePolicy(String cycleId, Unit unit) {
        // What was created before a crash, or marked by a person since, is not in our rows yet.
        String policyId = unit.policyId() == null ? gate.findPolicy(unit.name()) : unit.policyId();
        boolean begun = ledger.unsettled(cycleId, unit.ring(), CREATE_POLICY);
        if (policyId == null && !begun && ledger.doneLately(cycleId, unit.ring(), CREATE_POLICY)) {
            return false; // created, but not in the tenant's list yet
        }
        if (policyId == null || begun) {
            WriteResult created = ledger.write(Write.repeatable(ledger.occurrence("create-policy:" + cycleId + ":" + unit.name()), CREATE_POLICY,
                    cycleId, unit.ring(), "policy of unit '" + unit.name() + "'", "hotpatch allowed, every approval manual",
                    () -> against.apply(cycleId).or(() -> rings.againstCreating(unit.name())), () -> gate.createPolicy(unit.name()), () -> lookForPolicy(unit)));
            if (!created.isDone()) {
                return isFinal(unit, created);
            }
            policyId = gate.findPolicy(unit.name());
        }
        if (!policyId.equals(unit.policyId())) {
            rings.policyCreated(unit.name(), policyId);
        }
        String policy = policyId;
        RingGate.Policy now = gate.readPolicy(policy);
        if (!now.exists()) {
            return missing(cycleId, unit);
        }
        if (!now.ours()) {
            return leftAsItIs(unit, now);
        }
        if (now.assignedTo().equals(Set.of(unit.groupId())) && !ledger.unsettled(cycleId, unit.ring(), ASSIGN_POLICY)) {
            return true;
        }
        return isFinal(unit, ledger.write(Write.repeatable(ledger.occurrence("assign:" + cycleId + ":" + unit.name() + ":" + policy + ":" + unit.groupId()),
                ASSIGN_POLICY, cycleId, unit.ring(), "assignment of policy " + policy, unit.groupId(),
                () -> against.apply(cycleId), () -> gate.assignPolicy(policy, unit.groupId()), () -> {
                    Set<String> assigned = gate.readPolicy(policy).assignedTo();
                    return new Look(assigned.equals(Set.of(unit.groupId())), assigned.toString());
                })));
    }

    /** One that was just created may not be seen yet. Any other was deleted by somebody, and its ring is held. */
    private boolean missing(String cycleId, Unit unit) {
        if (ledger.doneLately(cycleId, unit.ring(), CREATE_POLICY)) {
            return false;
        }
        refusals.put(unit.name(), rings.againstCreating(unit.name()).orElse("Unit '" + unit.name() + "' has no policy."));
        return true;
    }

    /** An adopted policy: right as it is, or the ring is held. */
    private boolean leftAsItIs(Unit unit, RingGate.Policy policy) {
        if (!policy.assignedTo().equals(Set.of(unit.groupId()))) {
            refusals.put(unit.name(), "Unit '" + unit.name() + "': the adopted policy " + unit.policyId() + " is assigned to " + policy.assignedTo()
                    + " by now, and what is adopted is never re-pointed. Correct the assignment in Intune.");
        }
        return true;
    }

    private Look lookForPolicy(Unit unit) {
        String found = gate.findPolicy(unit.name());
        return new Look(found != null, String.valueOf(found));
    }

    /** Done and refused are final for this preparation, later is not. A refusal holds the unit's ring with its text. */
    private boolean isFinal(Unit unit, WriteResult result) {
        if (result.state() == WriteResult.State.REFUSED) {
            refusals.put(unit.name(), result.message());
        }
        return result.state() != WriteResult.State.LATER;
    }

    private List<String> surplus(String cycleId, Unit unit, List<String> unplanned) {
        Set<String> untouched = unplanned.isEmpty() ? Set.of() : new HashSet<>(members.untouched(cycleId, unit.ring(), unplanned, now));
        return unplanned.stream().filter(id -> !untouched.contains(id)).toList();
    }

    /**
     * Whether the group holds exactly the wanted members, and those the release does not concern, as read: what was just
     * written is read again next time.
     */
    private boolean prepareMembers(String cycleId, Unit unit, int[] budget) {
        if (!unit.owned()) {
            return true;
        }
        boolean settled = settleBegun(cycleId, unit, ADD_MEMBERS, budget) & settleBegun(cycleId, unit, REMOVE_MEMBER, budget);
        if (!settled) {
            return refusals.containsKey(unit.name());
        }
        Set<String> present = gate.readMembers(unit.groupId());
        Set<String> wanted = new HashSet<>(members.wanted(cycleId, unit.ring(), now));
        List<String> missing = wanted.stream().filter(id -> !present.contains(id)).sorted().toList();
        List<String> surplus = surplus(cycleId, unit, present.stream().filter(id -> !wanted.contains(id)).sorted().toList());
        if (missing.isEmpty() && surplus.isEmpty()) {
            ledger.confirm(cycleId, unit.ring(), ADD_MEMBERS, "members");
            ledger.confirm(cycleId, unit.ring(), REMOVE_MEMBER, "not members");
            return true;
        }
        boolean goesOn = true;
        for (int from = 0; goesOn && from < surplus.size() && budget[0] > 0; from += RingGate.MEMBERS_PER_CALL) {
            goesOn = remove(cycleId, unit, surplus.subList(from, Math.min(surplus.size(), from + RingGate.MEMBERS_PER_CALL)), budget);
        }
        for (int from = 0; goesOn && from < missing.size() && budget[0] > 0; from += RingGate.MEMBERS_PER_CALL) {
            goesOn = add(cycleId, unit, missing.subList(from, Math.min(missing.size(), from + RingGate.MEMBERS_PER_CALL)), budget);
        }
        return refusals.containsKey(unit.name());
    }

    /**
     * Removes members, several in one call and each for itself.
     *
     * @return false where nothing more is to be sent for now
     */
    private boolean remove(String cycleId, Unit unit, List<String> ids, int[] budget) {
        budget[0]--;
        Supplier<Set<String>> present = once(() -> gate.readMembers(unit.groupId()));
        List<WriteResult> results = ledger.writeTogether(ids.stream().map(id -> intent(cycleId, unit, REMOVE_MEMBER, List.of(id), present)).toList(),
                writes -> gate.removeMembers(unit.groupId(), writes.stream().map(Write::request).toList()));
        return results.stream().filter(result -> !isFinal(unit, result)).findAny().isEmpty();
    }

    /**
     * Adds members. A call is taken as a whole or not at all, so where one is refused each of its members is asked for alone: one whose object
     * is gone from Entra is left out and told of, and does not keep its neighbours out.
     *
     * @return false where nothing more is to be sent for now
     */
    private boolean add(String cycleId, Unit unit, List<String> ids, int[] budget) {
        WriteResult result = write(cycleId, unit, ADD_MEMBERS, ids, budget);
        if (result.state() != WriteResult.State.REFUSED) {
            return result.state() != WriteResult.State.LATER;
        }
        if (forbidden) {
            return isFinal(unit, result);
        }
        Set<String> present = gate.readMembers(unit.groupId());
        List<String> left = ids.stream().filter(id -> !present.contains(id)).toList();
        if (left.size() < ids.size()) {
            return left.isEmpty() || add(cycleId, unit, left, budget);
        }
        if (ids.size() > 1) {
            return ids.stream().allMatch(id -> budget[0] > 0 && add(cycleId, unit, List.of(id), budget) && !refusals.containsKey(unit.name()));
        }
        if (gate.deviceExists(ids.get(0))) {
            return isFinal(unit, result);
        }
        members.forget(cycleId, ids.get(0), now);
        trail.system("unit.memberGone", cycleId, unit.ring(), Map.of("object", ids.get(0), "message", "Entra has no such device any more, so it is not in the "
                + "group of unit '" + unit.name() + "' and nothing of the release reaches it. Nothing has to be done if it was deleted on purpose; otherwise "
                + "register it with Entra again, and the next cycle plans it."));
        return true;
    }

    /** Whether no call of the cycle is left open that a crash interrupted; where nothing may be sent, by reading only. */
    boolean settle(String cycleId) {
        int[] budget = {CALLS_PER_RUN};
        boolean settled = true;
        for (Unit unit : rings.units()) {
            if (ledger.unsettled(cycleId, unit.ring(), CREATE_POLICY) || ledger.unsettled(cycleId, unit.ring(), ASSIGN_POLICY)) {
                preparePolicy(cycleId, unit);
            }
            settleBegun(cycleId, unit, ADD_MEMBERS, budget);
            settleBegun(cycleId, unit, REMOVE_MEMBER, budget);
            settled &= !ledger.unsettled(cycleId, unit.ring(), CREATE_POLICY) && !ledger.unsettled(cycleId, unit.ring(), ASSIGN_POLICY)
                    && ledger.begun(cycleId, unit.ring(), ADD_MEMBERS).isEmpty() && ledger.begun(cycleId, unit.ring(), REMOVE_MEMBER).isEmpty();
        }
        return settled;
    }

    /** Whether no call is left open that a crash interrupted: its effect may be there, so nobody would ask for it again. */
    private boolean settleBegun(String cycleId, Unit unit, String kind, int[] budget) {
        boolean settled = true;
        for (String ids : ledger.begun(cycleId, unit.ring(), kind)) {
            WriteResult result = write(cycleId, unit, kind, List.of(ids.split(",")), budget);
            if (!ADD_MEMBERS.equals(kind) || forbidden) {
                isFinal(unit, result); // other members that are refused are asked for alone, once nothing is left open
            }
            settled &= result.isDone();
        }
        return settled;
    }

    private WriteResult write(String cycleId, Unit unit, String kind, List<String> ids, int[] budget) {
        budget[0]--;
        return ledger.write(intent(cycleId, unit, kind, ids, () -> gate.readMembers(unit.groupId())));
    }

    /** The members are read when they are first asked for, which is after all was sent. */
    private static <T> Supplier<T> once(Supplier<T> read) {
        List<T> known = new ArrayList<>(1);
        return () -> {
            if (known.isEmpty()) {
                known.add(read.get());
            }
            return known.get(0);
        };
    }

    private Write intent(String cycleId, Unit unit, String kind, List<String> ids, Supplier<Set<String>> members) {
        boolean add = ADD_MEMBERS.equals(kind);
        String name = UUID.nameUUIDFromBytes(String.join(",", ids).getBytes(StandardCharsets.UTF_8)).toString();
        return new Write(ledger.occurrence(kind + ":" + cycleId + ":" + unit.name() + ":" + name), kind, cycleId, unit.ring(),
                "members of group " + unit.groupId(), String.join(",", ids), () -> against(cycleId),
                () -> add ? gate.addMembers(unit.groupId(), ids) : gate.removeMembers(unit.groupId(), ids).get(0),
                () -> {
                    Set<String> present = members.get();
                    long found = ids.stream().filter(present::contains).count();
                    return new Look(found == (add ? ids.size() : 0), found + " of " + ids.size() + " are members");
                }, true, true);
    }

    private Optional<String> against(String cycleId) {
        Optional<String> why = against.apply(cycleId);
        forbidden = why.isPresent();
        return why;
    }
}
