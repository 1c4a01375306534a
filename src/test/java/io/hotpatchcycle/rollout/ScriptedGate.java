package io.hotpatchcycle.rollout;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.List;

/** A tenant of one policy and group per unit that does what it is told, or what its script says instead. */
final class ScriptedGate implements RingGate {

    /** What is to become of a call: whether it takes effect, and what is answered. */
    record Script(boolean happens, GraphAnswer answer) {

        static final Script LOST_BUT_THERE = new Script(true, answer(GraphAnswer.Outcome.LOST, 0, "cut"));
        static final Script LOST_AND_ABSENT = new Script(false, answer(GraphAnswer.Outcome.LOST, 500, "oops"));
        static final Script REFUSED = new Script(false, answer(GraphAnswer.Outcome.REFUSED, 403, "Forbidden"));
        static final Script LATER = new Script(false, new GraphAnswer(GraphAnswer.Outcome.LATER, 429, "slow down", null, Duration.ofSeconds(90)));
        static final Script LATER_WITHOUT_TIME = new Script(false, answer(GraphAnswer.Outcome.LATER, 503, "busy"));
        static final Script ACCEPTED_BUT_NOT_DONE = new Script(false, GraphAnswer.done(200, "{}", "r"));

        private static GraphAnswer answer(GraphAnswer.Outcome outcome, int status, String body) {
            return new GraphAnswer(outcome, status, body, null, null);
        }
    }

    private final Map<String, String> approvals = new ConcurrentHashMap<>();
    private final Set<String> members = Collections.synchronizedSet(new HashSet<>());
    private final Map<String, String> policies = new ConcurrentHashMap<>();
    private final Deque<Script> scripts = new ArrayDeque<>();
    private final List<String> sent = new CopyOnWriteArrayList<>();
    private volatile Runnable duringCall = () -> { };
    private volatile String unreadable;
    private volatile String goneGroup;

    /** The next call goes by this script; after all scripts, calls simply work. */
    ScriptedGate next(Script script) {
        scripts.add(script);
        return this;
    }

    /** Runs in the middle of each call, after it was sent and before it takes effect. */
    void duringCall(Runnable work) {
        duringCall = work;
    }

    /** What this policy approves cannot be read. */
    void unreadable(String policyId) {
        unreadable = policyId;
    }

    /** Somebody deletes this group in Entra. */
    void deleteGroup(String groupId) {
        goneGroup = groupId;
    }

    List<String> sent() {
        return List.copyOf(sent);
    }

    String approval(String policyId) {
        return approvals.getOrDefault(policyId, "unknown");
    }

    /** Id of the policy of a unit, named after it until it is created anew; null when there is none. */
    String policyOf(String unit) {
        String id = policies.getOrDefault(unit, unit);
        return id.isEmpty() ? null : id;
    }

    /** Somebody deletes the policy of a unit in Intune. */
    void deleteByHand(String unit) {
        policies.put(unit, "");
    }

    /** Somebody approves in Intune what this policy holds back. */
    void approveByHand(String policyId) {
        approvals.put(policyId, "approved");
    }

    /** Whether a call is still to go by a script. */
    boolean scripted() {
        synchronized (scripts) {
            return !scripts.isEmpty();
        }
    }

    private static String unitOf(String policyId) {
        return policyId.replaceFirst("#.*", "");
    }

    private GraphAnswer call(String what, Runnable effect) {
        sent.add(what);
        duringCall.run();
        Script script;
        synchronized (scripts) {
            script = scripts.poll();
        }
        if (script == null || script.happens()) {
            effect.run();
        }
        return script == null ? GraphAnswer.done(200, "{}", "request") : script.answer();
    }

    @Override
    public GraphAnswer createPolicy(String unit) {
        return call("create " + unit, () -> policies.put(unit, unit + "#" + sent.size()));
    }

    @Override
    public GraphAnswer deletePolicy(String policyId) {
        return call("delete " + policyId, () -> { });
    }

    @Override
    public GraphAnswer assignPolicy(String policyId, String groupId) {
        return call("assign " + policyId, () -> { });
    }

    @Override
    public GraphAnswer approve(String policyId, String catalogItemId) {
        return call("approve " + policyId, () -> approvals.put(policyId, "approved"));
    }

    @Override
    public GraphAnswer suspend(String policyId, String catalogItemId) {
        return call("suspend " + policyId, () -> approvals.put(policyId, "suspended"));
    }

    @Override
    public GraphAnswer addMembers(String groupId, List<String> objectIds) {
        if (objectIds.stream().anyMatch(id -> !deviceExists(id))) {
            sent.add("add " + objectIds);
            return new GraphAnswer(GraphAnswer.Outcome.REFUSED, 404, "Resource does not exist", null, null);
        }
        return call("add " + objectIds, () -> members.addAll(objectIds));
    }

    @Override
    public List<GraphAnswer> removeMembers(String groupId, List<String> objectIds) {
        GraphAnswer answer = call("remove " + objectIds, () -> members.removeAll(objectIds));
        return Collections.nCopies(objectIds.size(), answer);
    }

    @Override
    public Policy readPolicy(String policyId) {
        String unit = unitOf(policyId);
        return policyId.equals(policyOf(unit)) ? new Policy(true, true, true, Set.of("group of " + unit), true) : Policy.GONE;
    }

    @Override
    public String findPolicy(String unit) {
        return policyOf(unit);
    }

    @Override
    public String readApproval(String policyId, String catalogItemId) {
        if (policyId.equals(unreadable)) {
            throw new IllegalStateException("Policy " + policyId + " could not be read.");
        }
        if (!policyId.equals(policyOf(unitOf(policyId)))) {
            throw new IllegalStateException("Policy " + policyId + ": HTTP 404.");
        }
        return approval(policyId);
    }

    @Override
    public boolean deviceExists(String objectId) {
        return !objectId.startsWith("gone");
    }

    @Override
    public Set<String> readMembers(String groupId) {
        if (groupId.equals(goneGroup)) {
            throw new GroupGone(groupId);
        }
        return Set.copyOf(members);
    }
}
