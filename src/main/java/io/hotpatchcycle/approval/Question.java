package io.hotpatchcycle.approval;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * What a person is asked.
 *
 * @param cycleId  null for questions about an exemption
 * @param ring     null for questions about the whole cycle
 * @param planHash the figures the answer is bound to; null where there are none
 * @param shown    what the form shows, frozen when the task is created
 * @param asked    groups that may answer
 * @param exemption number of the exemption it is about; null for all others
 * @param about    number of the roll-back, or of the decision about a release, it is about; null for all others
 * @param dueAt    when the answer is due; passing it never answers
 */
public record Question(String cycleId, String ring, Subject subject, String taskId, String planHash, Map<String, Object> shown,
                       Set<String> asked, Instant dueAt, Long exemption, Long about) {

    public Question {
        asked = Set.copyOf(asked);
    }

    /** About neither a roll-back nor a decision about a release. */
    public Question(String cycleId, String ring, Subject subject, String taskId, String planHash, Map<String, Object> shown, Set<String> asked, Instant dueAt,
                    Long exemption) {
        this(cycleId, ring, subject, taskId, planHash, shown, asked, dueAt, exemption, null);
    }
}
