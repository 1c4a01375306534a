package io.hotpatchcycle.rollout;

import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.fleet.DeviceDirectory;
import io.hotpatchcycle.rollout.CanaryProof.Outcome;
import io.hotpatchcycle.rollout.CanaryProof.Step;
import io.hotpatchcycle.rollout.CanaryRows.TestDevice;
import io.hotpatchcycle.rollout.Write.Look;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Proves on test devices whether a quality update policy with hotpatch and manual approval holds an update back, and
 * lets it through once approved, and then whether the release can be taken back again (design 6). Each call does what can be done now; it may be days until the next one
 * finds something new, and a crash in between loses nothing. Its policy is marked as a test and removed at the end.
 */
public final class Canary {

    /** How long devices must have had the chance to be offered what nobody approved, beyond the deferral: covers check-in and report lag. */
    public static final Duration HOLD_FOR = Duration.ofHours(72);
    /** Until then a device may carry through what it had begun before the policy reached it: who does so is left out, and nobody counts yet. */
    static final Duration SETTLE = Duration.ofHours(24);
    /** How far reports may lag: until then a device that got the release may turn out to have begun before. */
    static final Duration REPORT_LAG = Duration.ofHours(48);
    /** Without a result by then there is none. */
    static final Duration PATIENCE = Duration.ofDays(10);
    /** Microsoft changes the service: the proof is made anew twice a year. */
    static final Duration VALID_FOR = Duration.ofDays(180);

    private static final String APPROVED = "approved";
    private static final Set<String> NOT_OFFERED = Set.of("Pending", "OnHold");

    private final CanaryPlan plan;
    private final Tenant tenant;
    private final CanaryRows rows;
    private final CanaryRollBack rollBack;
    private final Ledger ledger;
    private final Trail trail;
    private final Clock businessClock;

    /** The ports it works with. */
    public record Tenant(RingGate gate, DeviceDirectory devices, InstallReports reports, RollBackActions rollBack) {
    }

    public Canary(CanaryPlan plan, Tenant tenant, CanaryRows rows, RollBackRows proven, Ledger ledger, Trail trail, Clock businessClock) {
        this.rollBack = new CanaryRollBack(tenant, rows, proven, ledger, trail, businessClock);
        this.plan = plan;
        this.tenant = tenant;
        this.rows = rows;
        this.ledger = ledger;
        this.trail = trail;
        this.businessClock = businessClock;
    }

    /**
     * Begins a proof, or goes on with the one under way.
     *
     * @param group  id of a group of test devices
     * @param person who asked for it
     * @throws IllegalArgumentException when it cannot be made with this group; one sentence with the fix
     */
    public CanaryProof begin(String group, String person) {
        Optional<CanaryProof> running = rows.running();
        if (running.isPresent()) {
            if (!running.get().group().equals(group)) {
                throw new IllegalArgumentException("A proof with group " + running.get().group() + " is under way since " + running.get().startedAt()
                        + ". Go on with that one first: check --canary " + running.get().group());
            }
            return running.get();
        }
        CanaryPlan.Draft draft = plan.draw(group, businessClock.instant());
        long id = rows.begin(person, group, draft.release(), draft.item(), draft.waitDays(), draft.updateRing(), draft.devices(), businessClock.instant());
        trail.person(person, "canary.begun", null, null, Map.of("proof", id, "group", group, "release", draft.release(), "devices", draft.devices().size()));
        return rows.get(id);
    }

    /** Does what can be done now. */
    public CanaryProof look(long id) {
        CanaryProof proof = rows.get(id);
        switch (proof.step()) {
            case CREATE -> create(proof);
            case ASSIGN -> assign(proof);
            case HOLD -> hold(proof);
            case APPROVE -> approve(proof);
            case DELIVER -> deliver(proof);
            case HOTPATCH_OFF, HOLD_BACK, UNINSTALL, TAKE_BACK, RESUME, FORWARD, ARRIVE -> rollBack.look(proof);
            case SUSPEND -> suspend(proof);
            case DELETE -> delete(proof);
            case ENDED -> { }
        }
        return rows.get(id);
    }

    private void create(CanaryProof proof) {
        WriteResult result = write(proof, "CREATE_POLICY", "test policy " + proof.unit(), () -> tenant.gate().createPolicy(proof.unit()),
                () -> seen(tenant.gate().findPolicy(proof.unit())));
        if (result.state() == WriteResult.State.REFUSED && result.message().contains("(HTTP 400)")) {
            conclude(proof, Outcome.REFUSED, "a policy with both was refused: " + result.message());
        } else if (done(result)) {
            rows.policy(proof.id(), tenant.gate().findPolicy(proof.unit()));
            move(proof, Step.ASSIGN);
        }
    }

    private void assign(CanaryProof proof) {
        RingGate.Policy policy = tenant.gate().readPolicy(proof.policyId());
        if (!policy.exists() || !policy.hotpatchEnabled() || !policy.manual()) {
            conclude(proof, Outcome.REFUSED, "a policy with both was accepted, but reads back "
                    + (policy.exists() ? "hotpatch " + policy.hotpatchEnabled() + ", manual " + policy.manual() : "as gone"));
        } else if (done(write(proof, "ASSIGN_POLICY", "assignment of policy " + proof.policyId(),
                () -> tenant.gate().assignPolicy(proof.policyId(), proof.group()), () -> {
                    Set<String> assigned = tenant.gate().readPolicy(proof.policyId()).assignedTo();
                    return new Look(assigned.equals(Set.of(proof.group())), assigned.toString());
                }))) {
            move(proof, Step.HOLD);
        }
    }

    private void hold(CanaryProof proof) {
        List<TestDevice> devices = observe(proof);
        Instant now = businessClock.instant();
        // The report, which comes later, tells who had begun before.
        List<TestDevice> updated = devices.stream().filter(d -> d.updatedAt() != null).toList();
        List<String> got = updated.stream().filter(d -> !now.isBefore(d.updatedAt().plus(REPORT_LAG))).map(TestDevice::name).toList();
        Map<String, String> offered = offered(proof, devices);
        Instant offerable = proof.heldFrom().plus(Duration.ofDays(proof.waitDays()));
        if (!got.isEmpty() || !offered.isEmpty()) {
            conclude(proof, Outcome.LEAKING, "without an approval " + (got.isEmpty() ? "these were offered " + proof.release() + ": " + offered
                    : "these got " + proof.release() + ": " + got));
        } else if (devices.isEmpty()) {
            conclude(proof, Outcome.INCONCLUSIVE, "every test device got " + proof.release() + " within " + SETTLE.toHours()
                    + " hours: either they had begun before, or nothing holds it back; try it with devices that have not scanned since the release");
        } else if (updated.isEmpty() && !now.isBefore(offerable.plus(HOLD_FOR)) && devices.stream().anyMatch(d -> d.seenAt().isAfter(offerable.plus(SETTLE)))) {
            move(proof, Step.APPROVE);
        } else if (now.isAfter(offerable.plus(PATIENCE))) {
            conclude(proof, Outcome.INCONCLUSIVE, "no test device checked in for " + PATIENCE.toDays() + " days");
        }
    }

    private void approve(CanaryProof proof) {
        // Whoever got it until the approval got it without one; after a crash it may be given already.
        if (!approval(proof, APPROVED).present() && observe(proof).stream().anyMatch(d -> d.updatedAt() != null)) {
            move(proof, Step.HOLD);
        } else if (done(write(proof, "APPROVE", "approval of " + proof.item() + " in policy " + proof.policyId(),
                () -> tenant.gate().approve(proof.policyId(), proof.item()), () -> approval(proof, APPROVED)))) {
            move(proof, Step.DELIVER);
        }
    }

    private void deliver(CanaryProof proof) {
        List<TestDevice> devices = observe(proof);
        List<String> got = devices.stream().filter(d -> d.updatedAt() != null).map(TestDevice::name).toList();
        if (!got.isEmpty()) {
            long held = devices.stream().filter(d -> d.seenAt().isAfter(proof.heldFrom().plus(SETTLE))).count();
            if (proof.updateRing() == null && proof.rollBackSeen().isEmpty()) {
                rows.rollBackSeen(proof.id(), "not tried: the update ring of the test devices reaches others too");
            }
            conclude(proof, Outcome.GATING, held + " test devices were held back from " + proof.release() + " from " + proof.heldFrom() + " to "
                    + proof.approvedAt() + ", and " + got.size() + " got it after the approval");
        } else if (businessClock.instant().isAfter(proof.approvedAt().plus(Duration.ofDays(proof.waitDays())).plus(PATIENCE))) {
            conclude(proof, Outcome.INCONCLUSIVE, "it was approved, but no test device got it in " + PATIENCE.toDays() + " days");
        }
    }

    private void suspend(CanaryProof proof) {
        if (proof.approvedAt() == null || done(write(proof, "SUSPEND", "approval of " + proof.item() + " in policy " + proof.policyId(),
                () -> tenant.gate().suspend(proof.policyId(), proof.item()), () -> approval(proof, "suspended")))) {
            move(proof, Step.DELETE);
        }
    }

    private void delete(CanaryProof proof) {
        // one that was removed before a crash is settled in the ledger too
        String policy = proof.policyId() == null ? tenant.gate().findPolicy(proof.unit()) : proof.policyId();
        if (policy == null || done(write(proof, "DELETE_POLICY", "test policy " + policy, () -> tenant.gate().deletePolicy(policy), () -> {
            String left = tenant.gate().findPolicy(proof.unit());
            return new Look(left == null, String.valueOf(left));
        }))) {
            move(proof, Step.ENDED);
            trail.system("canary.ended", null, null, Map.of("proof", proof.id(), "outcome", proof.outcome().name(), "seen", proof.seen(), "rollBack", proof.rollBackSeen()));
        }
    }

    /** Reads what the test devices run now; without those that only finished what they had begun. */
    private List<TestDevice> observe(CanaryProof proof) {
        Map<String, TestDevice> watched = new HashMap<>();
        rows.devices(proof.id()).forEach(d -> watched.put(d.id(), d));
        tenant.devices().readLevels(null, page -> page.stream().filter(level -> watched.containsKey(level.id()) && level.lastCheckIn() != null)
                .forEach(level -> rows.seen(proof.id(), level.id(), level.lastCheckIn(), CanaryPlan.has(level.osVersion(), watched.get(level.id()).targetUbr()))));
        Instant settled = proof.heldFrom().plus(SETTLE);
        tenant.reports().read(proof.policyId(), page -> page.stream().filter(i -> watched.containsKey(i.deviceId()) && underWay(i)
                && i.observedAt() != null && !i.observedAt().isAfter(settled)).forEach(i -> rows.begun(proof.id(), i.deviceId(), i.observedAt())));
        return rows.devices(proof.id()).stream().filter(d -> d.updatedAt() == null || d.updatedAt().isAfter(settled)).toList();
    }

    /** Test devices that the report says were offered something, although nothing is approved in their policy. */
    private Map<String, String> offered(CanaryProof proof, List<TestDevice> devices) {
        Map<String, String> names = new HashMap<>();
        devices.forEach(d -> names.put(d.id(), d.name()));
        Map<String, String> offered = new HashMap<>();
        tenant.reports().read(proof.policyId(), page -> page.stream()
                .filter(i -> names.containsKey(i.deviceId()) && underWay(i)
                        && i.observedAt() != null && i.observedAt().isAfter(proof.heldFrom().plus(SETTLE)))
                .forEach(i -> offered.put(names.get(i.deviceId()), i.status() + "/" + i.substatus())));
        return offered;
    }

    private static boolean underWay(InstallReports.Install install) {
        return "InProgress".equals(install.state()) && !NOT_OFFERED.contains(install.status());
    }

    private Look approval(CanaryProof proof, String wanted) {
        String seen = tenant.gate().readApproval(proof.policyId(), proof.item());
        return new Look(wanted.equals(seen), seen);
    }

    private static Look seen(String policy) {
        return new Look(policy != null, String.valueOf(policy));
    }

    private WriteResult write(CanaryProof proof, String kind, String target, Supplier<GraphAnswer> send, Supplier<Look> look) {
        return ledger.write(Write.repeatable("canary:" + proof.id() + ":" + kind, kind, proof.unit(), null, target, proof.group(),
                () -> rows.get(proof.id()).step() == proof.step() ? Optional.empty() : Optional.of("The proof has gone on meanwhile."), send, look));
    }

    /** Whether it is done; a refusal ends this look with its sentence, and the next look tries again. */
    static boolean done(WriteResult result) {
        if (result.state() == WriteResult.State.REFUSED || result.state() == WriteResult.State.AMBIGUOUS) {
            throw new IllegalStateException(result.message());
        }
        return result.isDone();
    }

    private void conclude(CanaryProof proof, Outcome outcome, String seen) {
        rows.conclude(proof.id(), outcome, seen, outcome == Outcome.GATING ? businessClock.instant().plus(VALID_FOR) : null);
        move(proof, outcome == Outcome.GATING && proof.updateRing() != null ? Step.HOTPATCH_OFF : Step.SUSPEND);
    }

    private void move(CanaryProof proof, Step step) {
        rows.move(proof.id(), step, businessClock.instant());
    }
}
