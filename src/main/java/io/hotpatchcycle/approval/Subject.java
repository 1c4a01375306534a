package io.hotpatchcycle.approval;

import java.util.Set;

/** What a person is asked about, the answers there are, and which of them needs no comment. */
public enum Subject {
    /** The change as planned. */
    CHANGE(Set.of("APPROVE", "REJECT", "RETURN"), "APPROVE", Set.of("APPROVE")),
    /** A held ring. */
    RING(Set.of("PROCEED", "WAIT", "RECREATE", "HALT"), null, Set.of("PROCEED", "RECREATE")),
    /** A stopped cycle. */
    STOP(Set.of("RESUME", "RECREATE", "ACCEPT", "ABANDON"), null, Set.of("RESUME", "RECREATE", "ACCEPT")),
    /** The window for the restarts of a ring. */
    RESTART(Set.of("AGREE", "OTHER_WINDOW", "EXCEPTION"), "AGREE", Set.of("AGREE")),
    /** A release the catalogs leave unclear. */
    RELEASE(Set.of("RETRY", "HOTPATCH", "BASELINE", "REJECT"), "RETRY", Set.of("HOTPATCH", "BASELINE")),
    /** An emergency change, afterwards. */
    AFTERWARDS(Set.of("APPROVE", "REJECT"), "APPROVE", Set.of("APPROVE")),
    /** An exemption or waiver, before it is in force. */
    EXEMPTION(Set.of("GRANT", "REFUSE"), "GRANT", Set.of("GRANT")),
    /** An exemption that has ended. */
    RENEWAL(Set.of("RENEW", "LAPSE"), "LAPSE", Set.of("RENEW")),
    /** A release that is not deployed, or not everywhere: who carries the risk. */
    RELEASE_RISK(Set.of("SIGN", "SETTLED", "START"), null, Set.of("SIGN", "SETTLED", "START")),
    /** A running roll-out that is to go on as an emergency. */
    EMERGENCY(Set.of("SPEED_UP", "KEEP"), null, Set.of("SPEED_UP")),
    /** A ring of a stopped cycle that is to be taken back. */
    ROLL_BACK(Set.of("ROLL_BACK", "FORWARD", "KEEP"), null, Set.of("ROLL_BACK", "FORWARD"));

    private final Set<String> decisions;
    private final String withoutComment;

    private final Set<String> goOn;

    Subject(Set<String> decisions, String withoutComment, Set<String> goOn) {
        this.goOn = goOn;
        this.decisions = decisions;
        this.withoutComment = withoutComment;
    }

    /** The answers there are. */
    public Set<String> decisions() {
        return decisions;
    }

    /** Whether the answer lets something happen, so that the rules of who may decide hold for it. */
    boolean letsGoOn(String decision) {
        return goOn.contains(decision);
    }

    /** Whether the answer opens the ring again, so that a verdict that came meanwhile is read first. */
    boolean needsTheVerdict(String decision) {
        return this == RING && "WAIT".equals(decision);
    }

    boolean needsComment(String decision) {
        return !decision.equals(withoutComment);
    }
}
