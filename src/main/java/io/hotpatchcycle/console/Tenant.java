package io.hotpatchcycle.console;

import io.hotpatchcycle.Clocks;
import io.hotpatchcycle.TenantTime;
import io.hotpatchcycle.rollout.CanaryProofs;
import java.time.Clock;
import java.time.Instant;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** What every page says of the tenant and its time. Only this banner knows that there is a sandbox. */
@Component
final class Tenant {

    private final Clock businessClock;
    private final TenantTime sandboxTime;
    private final int devices;
    private final CanaryProofs proofs;

    Tenant(@Qualifier(Clocks.BUSINESS) Clock businessClock, ObjectProvider<TenantTime> sandboxTime,
           @Value("${hotpatch.sandbox.devices:5000}") int devices, CanaryProofs proofs) {
        this.businessClock = businessClock;
        this.sandboxTime = sandboxTime.getIfAvailable();
        this.devices = devices;
        this.proofs = proofs;
    }

    /** The sandbox, in words. */
    record Banner(String devices, String shift, String gateAnswer) {
    }

    Instant now() {
        return businessClock.instant();
    }

    /** The warning that nothing here is real; null for a real tenant. */
    Banner banner() {
        if (sandboxTime == null) {
            return null;
        }
        int days = sandboxTime.releaseShiftDays();
        String shift = days == 0 ? "releases on their real dates" : "releases shifted by " + (days > 0 ? "+" : "−") + Words.count(Math.abs(days), "day");
        return new Banner(Words.number(devices), shift, answer());
    }

    private String answer() {
        return proofs.standing().map(proof -> switch (proof.outcome()) {
            case GATING -> "manual approval holds hotpatches back";
            case REFUSED -> "manual approval of hotpatches is refused";
            case LEAKING -> "manual approval does not hold hotpatches back";
            case INCONCLUSIVE -> "nothing is known of manual approval";
        }).orElse("nothing is known of manual approval");
    }

    /** Whether updates are proven to wait for approval here; null where the banner of the sandbox says it. */
    String gate() {
        return sandboxTime == null ? proofs.sentence() : null;
    }

    /** How fast business time runs, and why; null where it is wall time. */
    String pace() {
        if (sandboxTime == null) {
            return null;
        }
        int pace = sandboxTime.pace();
        if (pace == 0) {
            return "standing still";
        }
        return pace == 1 ? "at the pace of a wall clock" : "running " + Words.number(pace) + " times as fast as a wall clock";
    }
}
