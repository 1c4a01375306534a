package io.hotpatchcycle.process.task;

import io.hotpatchcycle.approval.ExemptionRequest;
import io.hotpatchcycle.approval.ExemptionView;
import io.hotpatchcycle.approval.Exemptions;
import io.hotpatchcycle.process.Variables;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.springframework.stereotype.Component;

/** Answers about exemptions: granted or refused, asked for again or left to lapse. */
@Component
class ExemptionAnswers {

    private final Exemptions exemptions;

    ExemptionAnswers(Exemptions exemptions) {
        this.exemptions = exemptions;
    }

    Optional<String> againstDeciding(DelegateTask task, String person) {
        return exemptions.againstDeciding(Variables.EXEMPTION_ID.from(task).longValue(), person);
    }

    /** @param inPlaceOf the person he decides for; null in his own right */
    void apply(DelegateTask task, Asked asked, String decision, String person, String inPlaceOf) {
        long id = Variables.EXEMPTION_ID.from(task).longValue();
        Object written = task.getVariable(Answer.COMMENT);
        String comment = written == null ? "" : written.toString().strip();
        if (asked == Asked.APPROVE_EXCEPTION) {
            exemptions.decide(id, "GRANT".equals(decision), person, comment);
        } else if ("RENEW".equals(decision)) {
            ExemptionView ended = exemptions.get(id);
            long next = exemptions.request(new ExemptionRequest(ended.scope(), ended.target(), comment, ended.compensatingControl(),
                    Answer.expiresOn(task), id), person, inPlaceOf);
            Variables.EXEMPTION_ID.on(task, (double) next);
        }
    }
}
