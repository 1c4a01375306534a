package io.hotpatchcycle.rehearsal;

import io.hotpatchcycle.process.RunningCycles.WaitingTask;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * People of a rehearsal: each task key has one who answers it the same way each time, after a delay that follows from
 * the seed. A held ring is looked at again twice before it is let through.
 */
final class ScriptedPeople {

    /** Somebody who answers. */
    record Person(String id, List<String> groups) {
    }

    /** An answer. */
    record Answer(Person person, String decision, String comment) {
    }

    private static final Person CHANGE_MANAGER = new Person("change.manager", List.of("change-managers"));
    private static final Person RELEASE_MANAGER = new Person("release.manager", List.of("release-managers"));
    private static final Person BUSINESS_OWNER = new Person("business.owner", List.of("business-owners"));
    private static final Person CAB_MEMBER = new Person("cab.member", List.of("cab"));

    private static final Map<String, Answer> ANSWERS = Map.of(
            "approveChange", new Answer(CHANGE_MANAGER, "APPROVE", "Rehearsal: approved as shown."),
            "approveRestart", new Answer(BUSINESS_OWNER, "AGREE", "Rehearsal: window agreed."),
            "resolveStop", new Answer(CHANGE_MANAGER, "RESUME", "Rehearsal: resumed."),
            "clarifyRelease", new Answer(CHANGE_MANAGER, "RETRY", "Rehearsal: look again."),
            "signDecision", new Answer(CHANGE_MANAGER, "SETTLED", "Rehearsal: the next release has it."),
            "approveAfterwards", new Answer(CAB_MEMBER, "APPROVE", "Rehearsal: approved afterwards."));

    private static final int LOOKS = 2;
    private static final int MIN_MINUTES = 90;
    private static final int SPREAD_MINUTES = 420;

    private final long seed;
    private final Map<String, Integer> looks = new java.util.HashMap<>();

    ScriptedPeople(long seed) {
        this.seed = seed;
    }

    /** How long the person takes: 1.5 to 8.5 hours, the same for the same seed and question. */
    Duration delay(WaitingTask task) {
        return Duration.ofMinutes(MIN_MINUTES + Math.floorMod((seed + "|" + task.key() + "|" + task.name()).hashCode(), SPREAD_MINUTES));
    }

    Answer answer(WaitingTask task) {
        if ("reviewRing".equals(task.key())) {
            boolean again = looks.merge(task.name(), 1, Integer::sum) <= LOOKS;
            return new Answer(RELEASE_MANAGER, again ? "WAIT" : "PROCEED", again ? "Rehearsal: look again." : "Rehearsal: accepted as it is.");
        }
        Answer answer = ANSWERS.get(task.key());
        if (answer == null) {
            throw new IllegalStateException("Nobody is scripted for task '" + task.key() + "' (" + task.name() + ").");
        }
        return answer;
    }
}
