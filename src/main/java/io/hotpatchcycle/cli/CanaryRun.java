package io.hotpatchcycle.cli;

import io.hotpatchcycle.Clocks;
import io.hotpatchcycle.HotpatchCycle;
import io.hotpatchcycle.StartRefusedException;
import io.hotpatchcycle.graph.GraphUnavailable;
import io.hotpatchcycle.rollout.Canary;
import io.hotpatchcycle.rollout.CanaryProof;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Carries a proof of the gate through: the program without its engine's jobs, looking every now and then. */
final class CanaryRun {

    private final PrintWriter out;
    private final String group;
    private final Duration every;

    CanaryRun(PrintWriter out, String group, Duration every) {
        if (every.isNegative() || every.isZero()) {
            throw new IllegalArgumentException("--every must be above zero, not " + every + ".");
        }
        this.out = out;
        this.group = group;
        this.every = every;
    }

    /** @return exit code: 0 when the tenant is proven to hold updates back */
    int run(List<String> options) throws InterruptedException {
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(List.of("--hotpatch.headless=true", "--camunda.bpm.job-execution.enabled=false", "--server.port=0",
                "--logging.level.io.hotpatchcycle=warn"));
        try (ConfigurableApplicationContext program = new SpringApplicationBuilder(HotpatchCycle.class).run(arguments.toArray(String[]::new))) {
            Canary proofs = program.getBean(Canary.class);
            Clock clock = program.getBean(Clocks.BUSINESS, Clock.class);
            CanaryProof proof = proofs.begin(group, System.getProperty("user.name") + " (command line)");
            say(clock, "Proof " + proof.id() + " with group " + group + " and release " + proof.release() + "; nothing is approved for "
                    + Canary.HOLD_FOR.plusDays(proof.waitDays()).toHours() + " hours. Stopped, it goes on when started again.");
            return follow(proofs, proof, clock);
        } catch (RuntimeException e) {
            throw StartRefusedException.in(e).<RuntimeException>map(refused -> new IllegalArgumentException(refused.getMessage(), e)).orElse(e);
        }
    }

    private int follow(Canary proofs, CanaryProof begun, Clock clock) throws InterruptedException {
        CanaryProof proof = begun;
        while (proof.step() != CanaryProof.Step.ENDED) {
            try {
                CanaryProof next = proofs.look(proof.id());
                if (next.step() != proof.step()) {
                    say(clock, words(next));
                    proof = next;
                    continue;
                }
            } catch (GraphUnavailable e) {
                say(clock, e.getMessage() + " It is tried again.");
            } catch (IllegalStateException e) {
                say(clock, e.getMessage() + " Put it right, then start this again: it goes on.");
                return 1;
            }
            TimeUnit.MILLISECONDS.sleep(every.toMillis());
        }
        if (!proof.rollBackSeen().isEmpty()) {
            say(clock, "Roll-back: " + proof.rollBackSeen() + ".");
        }
        say(clock, proof.outcome() + ": " + proof.seen() + (proof.validUntil() == null ? "." : "; valid until " + proof.validUntil() + "."));
        return proof.outcome() == CanaryProof.Outcome.GATING ? 0 : 1;
    }

    private static String words(CanaryProof proof) {
        return switch (proof.step()) {
            case CREATE -> "The test policy is to be created.";
            case ASSIGN -> "Test policy " + proof.policyId() + " was accepted.";
            case HOLD -> "It is assigned to the group; now nothing must be offered.";
            case APPROVE -> "Nothing was offered; " + proof.release() + " is approved next.";
            case DELIVER -> "Approved; now it must be installed.";
            case HOTPATCH_OFF -> "Proven to hold back. Now the roll-back is tried: hotpatch off first.";
            case HOLD_BACK -> "Hotpatch is off; the release is suspended next.";
            case UNINSTALL -> "Suspended; the release is uninstalled from the test devices next, with a restart.";
            case TAKE_BACK -> "Uninstall is asked for; now devices must lose it.";
            case RESUME -> "Looked at; uninstall and pause of the update ring end next.";
            case FORWARD -> "Resumed; the cumulative update is approved next.";
            case ARRIVE -> "Approved with hotpatch off; now the cumulative update must come, with the second restart.";
            case SUSPEND -> "Decided; what was made for the test is taken back.";
            case DELETE -> "The test policy is removed.";
            case ENDED -> "Everything is cleaned up.";
        };
    }

    private void say(Clock clock, String sentence) {
        out.println(clock.instant().truncatedTo(java.time.temporal.ChronoUnit.SECONDS) + "  " + sentence);
        out.flush();
    }
}
