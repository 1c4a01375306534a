package io.hotpatchcycle.rollout;

import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.ring.Unit;
import io.hotpatchcycle.rollout.Write.Look;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Gives every unit its policy and its members, before anything is opened: under manual approval neither installs
 * anything. Resumable: each call does a bounded number of writes and says whether more are left.
 */
final class UnitPreparation {

    /** Calls per run, so that no delegate runs for minutes. */
    private static final int CALLS_PER_RUN = 120;
    private static final String CREATE_POLICY = "CREATE_POLICY";
    private static final String ASSIGN_POLICY = "ASSIGN_POLICY";
    private static final String ADD_MEMBERS = "ADD_MEMBERS";
    private static final String REMOVE_MEMBER = "REMOVE_MEMBER";

    private final Ledger ledger;
    private final Guard guard;
    private final RingGate gate;
    private final Rings rings;
    private final MemberRows members;
    private final Instant now;
    private final Map<String, String> refusals = new HashMap<>();

    UnitPreparation(Ledger ledger, Guard guard, RingGate gate, Rings rings, MemberRows members, Instant now) {
        this.now = now;
        this.ledger = ledger;
        this.guard = guard;
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
        for (Unit unit : rings.units()) {
            if (unit.ready()) {
                ready &= preparePolicy(cycleId, unit);
                ready &= prepareMembers(cycleId, unit, budget);
                keepExemptedOut(unit);
            }
        }
        rings.readUnits();
        refusals.forEach(rings::unitRefused);
        return ready;
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
                    () -> guard.againstPreparing(cycleId).or(() -> rings.againstCreating(unit.name())), () -> gate.createPolicy(unit.name()), () -> lookForPolicy(unit)));
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
                () -> guard.againstPreparing(cycleId), () -> gate.assignPolicy(policy, unit.groupId()), () -> {
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
        surplus.stream().limit(budget[0]).forEach(id -> write(cycleId, unit, REMOVE_MEMBER, List.of(id), budget));
        for (int from = 0; from < missing.size() && budget[0] > 0; from += RingGate.MEMBERS_PER_CALL) {
            List<String> chunk = missing.subList(from, Math.min(missing.size(), from + RingGate.MEMBERS_PER_CALL));
            if (write(cycleId, unit, ADD_MEMBERS, chunk, budget).state() == WriteResult.State.LATER) {
                break;
            }
        }
        return refusals.containsKey(unit.name());
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
            settled &= write(cycleId, unit, kind, List.of(ids.split(",")), budget).isDone();
        }
        return settled;
    }

    private WriteResult write(String cycleId, Unit unit, String kind, List<String> ids, int[] budget) {
        budget[0]--;
        boolean add = ADD_MEMBERS.equals(kind);
        String name = UUID.nameUUIDFromBytes(String.join(",", ids).getBytes(StandardCharsets.UTF_8)).toString();
        WriteResult result = ledger.write(new Write(ledger.occurrence(kind + ":" + cycleId + ":" + unit.name() + ":" + name), kind, cycleId, unit.ring(),
                "members of group " + unit.groupId(), String.join(",", ids), () -> guard.againstPreparing(cycleId),
                () -> add ? gate.addMembers(unit.groupId(), ids) : gate.removeMember(unit.groupId(), ids.get(0)),
                () -> {
                    Set<String> present = gate.readMembers(unit.groupId());
                    long found = ids.stream().filter(present::contains).count();
                    return new Look(found == (add ? ids.size() : 0), found + " of " + ids.size() + " are members");
                }, true, true));
        isFinal(unit, result);
        return result;
    }
}
