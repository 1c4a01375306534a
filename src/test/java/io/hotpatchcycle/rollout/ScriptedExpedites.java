package io.hotpatchcycle.rollout;

import io.hotpatchcycle.rollout.GraphAnswer.Outcome;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Expedite policies in memory, with answers that a test can make go wrong. */
final class ScriptedExpedites implements ExpediteActions {

    static final String RELEASE = "2026-08-11T00:00:00Z";

    /** One that exists. */
    record Policy(String owner, Seen seen) {
    }

    final Map<String, Policy> policies = new LinkedHashMap<>();
    /** Of the next writes; without one they are done. A LOST one happens all the same. */
    final Deque<Outcome> next = new ArrayDeque<>();
    Optional<String> release = Optional.of(RELEASE);
    int writes;

    @Override
    public Optional<String> release(String catalogItemId) {
        return release;
    }

    @Override
    public GraphAnswer create(String owner, String named, int days) {
        return answer(() -> policies.put("x" + (policies.size() + 1), new Policy(owner, new Seen(named, days, Set.of()))));
    }

    @Override
    public GraphAnswer assign(String policyId, String groupId) {
        return answer(() -> policies.computeIfPresent(policyId, (id, p) -> new Policy(p.owner, new Seen(p.seen.release(), p.seen.days(), Set.of(groupId)))));
    }

    @Override
    public GraphAnswer delete(String policyId) {
        return answer(() -> policies.remove(policyId));
    }

    private GraphAnswer answer(Runnable effect) {
        writes++;
        Outcome outcome = next.isEmpty() ? Outcome.DONE : next.poll();
        if (outcome == Outcome.DONE || outcome == Outcome.LOST) {
            effect.run();
        }
        return new GraphAnswer(outcome, outcome == Outcome.REFUSED ? 400 : 200, outcome == Outcome.REFUSED ? "no" : "", null, null);
    }

    @Override
    public List<String> find(String owner) {
        return policies.entrySet().stream().filter(p -> p.getValue().owner.equals(owner)).map(Map.Entry::getKey).toList();
    }

    @Override
    public Optional<Seen> read(String policyId) {
        return Optional.ofNullable(policies.get(policyId)).map(Policy::seen);
    }
}
