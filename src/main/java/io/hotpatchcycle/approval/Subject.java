package io.hotpatchcycle.approval;

import java.util.Set;

/** What a person is asked about, the answers there are, and which of them needs no comment. */
public enum Subject {
    /** The change as planned. */
    CHANGE(Set.of("APPROVE", "REJECT", "RETURN"), "APPROVE"),
    /** A held ring. */
    RING(Set.of("PROCEED", "WAIT", "HALT"), null),
    /** A stopped cycle. */
    STOP(Set.of("RESUME", "ABANDON"), null),
    /** The window for the restarts of a ring. */
    RESTART(Set.of("AGREE", "OTHER_WINDOW", "EXCEPTION"), "AGREE"),
    /** A release the catalogs leave unclear. */
    RELEASE(Set.of("RETRY", "HOTPATCH", "BASELINE", "REJECT"), "RETRY"),
    /** An emergency change, afterwards. */
    AFTERWARDS(Set.of("APPROVE", "REJECT"), "APPROVE"),
    /** An exemption or waiver, before it is in force. */
    EXEMPTION(Set.of("GRANT", "REFUSE"), "GRANT"),
    /** An exemption that has ended. */
    RENEWAL(Set.of("RENEW", "LAPSE"), "LAPSE"),
    /** A release that is not deployed, or not everywhere: who carries the risk. */
    RELEASE_RISK(Set.of("SIGN", "SETTLED"), null),
    /** A running roll-out that is to go on as an emergency. */
    EMERGENCY(Set.of("SPEED_UP", "KEEP"), null),
    /** A ring of a stopped cycle that is to be taken back. */
    ROLL_BACK(Set.of("ROLL_BACK", "FORWARD", "KEEP"), null);

    private final Set<String> decisions;
    private final String withoutComment;

    Subject(Set<String> decisions, String withoutComment) {
        this.decisions = decisions;
        this.withoutComment = withoutComment;
    }

    /** The answers there are. */
    public Set<String> decisions() {
        return decisions;
    }

    boolean needsComment(String decision) {
        return !decision.equals(withoutComment);
    }
}
