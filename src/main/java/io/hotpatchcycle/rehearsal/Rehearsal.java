package io.hotpatchcycle.rehearsal;

import io.hotpatchcycle.TenantTime;
import io.hotpatchcycle.cycle.CycleView;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.process.EngineDriver;
import io.hotpatchcycle.process.RunningCycles;
import io.hotpatchcycle.process.RunningCycles.WaitingTask;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Runs cycles in virtual time with scripted people: executes what is due, answers what is asked, then jumps to the
 * next moment at which anything happens. Time stands still while work is done, so that it repeats byte for byte.
 */
public final class Rehearsal {

    private final EngineDriver engine;
    private final RunningCycles running;
    private final Cycles cycles;
    private final TenantTime time;
    private final Clock businessClock;
    private final ScriptedPeople people;

    public Rehearsal(EngineDriver engine, RunningCycles running, Cycles cycles, TenantTime time, Clock businessClock, long seed) {
        this.engine = engine;
        this.running = running;
        this.cycles = cycles;
        this.time = time;
        this.businessClock = businessClock;
        this.people = new ScriptedPeople(seed);
    }

    /**
     * Runs until this many monthly cycles have ended and no other runs.
     *
     * @param expected monthly releases in the period
     * @param until    the latest business time: a rehearsal that is not done by then has failed
     * @param progress told the number of ended cycles whenever it may have changed
     * @return what went wrong, one sentence each; empty when every cycle ended as scripted
     */
    public List<String> run(int expected, Instant until, Consumer<Integer> progress) {
        running.releasePublished();
        while (true) {
            boolean worked = engine.drain() > 0;
            List<WaitingTask> waiting = waiting();
            boolean answered = answerDue(waiting);
            List<String> incidents = worked || answered ? engine.incidents() : List.of();
            if (!incidents.isEmpty()) {
                return incidents;
            }
            if (answered) {
                continue;
            }
            List<CycleView> all = cycles.all();
            long ended = all.stream().filter(c -> c.state().ended()).count();
            progress.accept((int) ended);
            if (ended == all.size() && ended >= expected) {
                return List.of();
            }
            Instant next = nextMoment(waiting);
            if (next == null || next.isAfter(until)) {
                return List.of("Only " + ended + " of " + expected + " cycles had ended by " + businessClock.instant() + "; still running: "
                        + all.stream().filter(c -> !c.state().ended()).map(c -> c.id() + " (" + c.state() + ")").toList() + ".");
            }
            time.advanceTo(next);
        }
    }

    private boolean answerDue(List<WaitingTask> waiting) {
        boolean answered = false;
        for (WaitingTask task : waiting) {
            if (!answerAt(task).isAfter(businessClock.instant())) {
                ScriptedPeople.Answer answer = people.answer(task);
                engine.complete(task.id(), answer.person().id(), answer.person().groups(),
                        Map.of("decision", answer.decision(), "comment", answer.comment()));
                answered = true;
            }
        }
        return answered;
    }

    private Instant nextMoment(List<WaitingTask> waiting) {
        Instant now = businessClock.instant();
        // While time stands at its very due date, the last repetition of a reminder is due again and again.
        return Stream.concat(engine.nextDue().map(due -> due.plusSeconds(1)).stream(), waiting.stream().map(this::answerAt)).min(Comparator.naturalOrder())
                .map(next -> next.isAfter(now) ? next : now.plusMillis(1)).orElse(null);
    }

    private List<WaitingTask> waiting() {
        // What says that too few people can decide is of no model and goes away by itself; nobody answers it.
        return running.waiting().stream().filter(task -> task.key() != null)
                .sorted(Comparator.comparing(WaitingTask::createdAt).thenComparing(WaitingTask::name)).toList();
    }

    private Instant answerAt(WaitingTask task) {
        return task.createdAt().plus(people.delay(task));
    }
}
