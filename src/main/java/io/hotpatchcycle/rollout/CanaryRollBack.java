package io.hotpatchcycle.rollout;

import io.hotpatchcycle.audit.Trail;
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
import java.util.function.Supplier;

/**
 * Tries each step of a roll-back on the test devices that got the release (design 6). What works is stored for the
 * tenant; what was tried and does not is no longer proven. Whatever happens, an uninstall is ended before anything else goes on.
 */
final class CanaryRollBack {

    /** Uninstalled devices are waited for so long after the first. */
    private static final Duration OTHERS = Duration.ofDays(3);

    private final Canary.Tenant tenant;
    private final CanaryRows rows;
    private final RollBackRows proven;
    private final Ledger ledger;
    private final Trail trail;
    private final Clock businessClock;

    CanaryRollBack(Canary.Tenant tenant, CanaryRows rows, RollBackRows proven, Ledger ledger, Trail trail, Clock businessClock) {
        this.tenant = tenant;
        this.rows = rows;
        this.proven = proven;
        this.ledger = ledger;
        this.trail = trail;
        this.businessClock = businessClock;
    }

    /** Does what can be done now; the steps of the gate's proof are not its business. */
    void look(CanaryProof proof) {
        switch (proof.step()) {
            case HOTPATCH_OFF -> written(proof, "HOTPATCH_OFF", Step.HOLD_BACK, "hotpatch of policy " + proof.policyId(),
                    () -> tenant.rollBack().allowHotpatch(proof.policyId(), false), () -> {
                        RingGate.Policy policy = tenant.gate().readPolicy(proof.policyId());
                        return new Look(policy.exists() && !policy.hotpatchEnabled(), policy.hotpatchEnabled() ? "allowed" : "not allowed");
                    });
            case HOLD_BACK -> written(proof, "SUSPEND", Step.UNINSTALL, approval(proof), () -> tenant.gate().suspend(proof.policyId(), proof.item()),
                    () -> approvalReads(proof, "suspended"));
            case UNINSTALL -> uninstall(proof);
            case TAKE_BACK -> takeBack(proof);
            case RESUME -> resume(proof);
            case FORWARD -> forward(proof);
            case ARRIVE -> arrive(proof);
            default -> throw new IllegalStateException("The step " + proof.step() + " is not one of a roll-back.");
        }
    }

    /** A step that is proven by being read back. */
    private void written(CanaryProof proof, String step, Step next, String target, Supplier<GraphAnswer> send, Supplier<Look> look) {
        WriteResult result = write(proof, step, target, send, look);
        if (result.isDone()) {
            prove(proof, step, target + " reads back as wanted");
            move(proof, next);
        } else if (refused(result) || tooLate(proof)) {
            disprove(proof, step, result.message());
            move(proof, Step.SUSPEND);
        }
    }

    private void uninstall(CanaryProof proof) {
        WriteResult result = write(proof, "UNINSTALL", "quality updates of update ring " + proof.updateRing(),
                () -> tenant.rollBack().uninstall(proof.updateRing()), () -> {
                    RollBackActions.UpdateRingState state = tenant.rollBack().readUpdateRing(proof.updateRing());
                    return new Look(state.exists() && state.uninstalling(), state.toString());
                });
        if (result.isDone()) {
            move(proof, Step.TAKE_BACK);
        } else if (refused(result) || tooLate(proof)) {
            disprove(proof, "UNINSTALL", result.message());
            move(proof, Step.RESUME);
        }
    }

    private void takeBack(CanaryProof proof) {
        levels(proof, (device, level) -> {
            if (device.updatedAt() != null && level.build() == device.build() && level.ubr() < device.targetUbr() && level.seen().isAfter(proof.stepAt())) {
                rows.takenBack(proof.id(), device.id(), level.seen());
            }
        });
        List<TestDevice> had = rows.devices(proof.id()).stream().filter(d -> d.updatedAt() != null).toList();
        List<TestDevice> back = had.stream().filter(d -> d.takenBackAt() != null).toList();
        if (back.size() == had.size() || !back.isEmpty() && businessClock.instant().isAfter(proof.stepAt().plus(OTHERS))) {
            prove(proof, "UNINSTALL", back.size() + " of " + had.size() + " test devices with " + proof.release() + " were seen below it after the uninstall");
            move(proof, Step.RESUME);
        } else if (tooLate(proof)) {
            disprove(proof, "UNINSTALL", "none of " + had.size() + " test devices took " + proof.release() + " off in " + Canary.PATIENCE.toDays() + " days");
            move(proof, Step.RESUME);
        }
    }

    /** Nothing goes on while the update ring still uninstalls. */
    private void resume(CanaryProof proof) {
        if (Canary.done(write(proof, "RESUME", "quality updates of update ring " + proof.updateRing(), () -> tenant.rollBack().resume(proof.updateRing()), () -> {
            RollBackActions.UpdateRingState state = tenant.rollBack().readUpdateRing(proof.updateRing());
            return new Look(state.exists() && !state.uninstalling() && !state.paused(), state.toString());
        }))) {
            boolean taken = rows.devices(proof.id()).stream().anyMatch(d -> d.takenBackAt() != null);
            if (taken) {
                prove(proof, "RESUME", "update ring " + proof.updateRing() + " reads back as neither uninstalling nor paused");
            }
            move(proof, taken ? Step.FORWARD : Step.SUSPEND);
        }
    }

    private void forward(CanaryProof proof) {
        WriteResult result = write(proof, "APPROVE", approval(proof), () -> tenant.gate().approve(proof.policyId(), proof.item()),
                () -> approvalReads(proof, "approved"));
        if (result.isDone()) {
            move(proof, Step.ARRIVE);
        } else if (refused(result) || tooLate(proof)) {
            disprove(proof, "FORWARD_LCU", result.message());
            move(proof, Step.SUSPEND);
        }
    }

    /** Proven by the first device that has the cumulative update; one that got the hotpatch again disproves it. */
    private void arrive(CanaryProof proof) {
        Map<String, String> hotpatched = new HashMap<>();
        levels(proof, (device, level) -> {
            if (device.takenBackAt() != null && level.build() == device.build() && level.ubr() >= device.targetUbr() && level.seen().isAfter(proof.stepAt())) {
                if (level.ubr() >= device.lcuUbr()) {
                    rows.forwarded(proof.id(), device.id(), level.seen());
                } else {
                    hotpatched.put(device.name(), level.build() + "." + level.ubr());
                }
            }
        });
        List<String> arrived = rows.devices(proof.id()).stream().filter(d -> d.forwardedAt() != null).map(TestDevice::name).toList();
        if (!hotpatched.isEmpty()) {
            disprove(proof, "FORWARD_LCU", "with hotpatch off these got the hotpatch again: " + hotpatched);
            move(proof, Step.SUSPEND);
        } else if (!arrived.isEmpty()) {
            prove(proof, "FORWARD_LCU", "the cumulative update of " + proof.release() + " came to " + arrived + " that had it taken off");
            move(proof, Step.SUSPEND);
        } else if (tooLate(proof)) {
            disprove(proof, "FORWARD_LCU", "the cumulative update came to no test device in " + Canary.PATIENCE.toDays() + " days");
            move(proof, Step.SUSPEND);
        }
    }

    private void levels(CanaryProof proof, java.util.function.BiConsumer<TestDevice, Level> seen) {
        Map<String, TestDevice> watched = new HashMap<>();
        rows.devices(proof.id()).forEach(d -> watched.put(d.id(), d));
        tenant.devices().readLevels(null, page -> page.stream().filter(l -> watched.containsKey(l.id()) && l.lastCheckIn() != null)
                .forEach(l -> Level.of(l.osVersion(), l.lastCheckIn()).ifPresent(level -> seen.accept(watched.get(l.id()), level))));
    }

    /** What a device runs; a version that cannot be read is none. */
    private record Level(int build, int ubr, Instant seen) {

        static Optional<Level> of(String version, Instant seen) {
            return CanaryPlan.level(version).map(v -> new Level(v[0], v[1], seen));
        }
    }

    private boolean tooLate(CanaryProof proof) {
        return businessClock.instant().isAfter(proof.stepAt().plus(Duration.ofDays(proof.waitDays())).plus(Canary.PATIENCE));
    }

    /** The service itself says no; a guard of ours that does is no finding. */
    private static boolean refused(WriteResult result) {
        boolean refused = result.state() == WriteResult.State.REFUSED || result.state() == WriteResult.State.AMBIGUOUS;
        if (refused && !result.message().contains("(HTTP 4")) {
            throw new IllegalStateException(result.message());
        }
        return refused;
    }

    private void prove(CanaryProof proof, String step, String seen) {
        Instant now = businessClock.instant();
        proven.prove(proof.id(), step, seen, proof.askedBy(), now, now.plus(Canary.VALID_FOR));
        trail.system("rollBack.stepProven", null, null, Map.of("proof", proof.id(), "step", step, "seen", seen));
        rows.rollBackSeen(proof.id(), step + " works");
    }

    private void disprove(CanaryProof proof, String step, String why) {
        proven.disprove(step);
        trail.system("rollBack.stepNotProven", null, null, Map.of("proof", proof.id(), "step", step, "why", why));
        rows.rollBackSeen(proof.id(), step + " does not: " + why);
    }

    private String approval(CanaryProof proof) {
        return "approval of " + proof.item() + " in policy " + proof.policyId();
    }

    private Look approvalReads(CanaryProof proof, String wanted) {
        String seen = tenant.gate().readApproval(proof.policyId(), proof.item());
        return new Look(wanted.equals(seen), seen);
    }

    private WriteResult write(CanaryProof proof, String kind, String target, Supplier<GraphAnswer> send, Supplier<Look> look) {
        return ledger.write(Write.repeatable("canary:" + proof.id() + ":roll-back:" + proof.step(), kind, proof.unit(), null, target, proof.group(),
                () -> rows.get(proof.id()).step() == proof.step() ? Optional.empty() : Optional.of("The proof has gone on meanwhile."), send, look));
    }

    private void move(CanaryProof proof, Step step) {
        rows.move(proof.id(), step, businessClock.instant());
    }
}
