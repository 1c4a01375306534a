package io.hotpatchcycle.approval;

import java.util.Locale;

/** A rule of who may not give an answer that lets something go on. Answers that stop or return are everybody's who was asked. */
public enum Rule {
    AUTOMATION("The program itself decides nothing"),
    AUDITOR("Who audits decides nothing"),
    REQUESTER("Who asked for the change, the exemption or the roll-back, or said what the release is, does not approve it"),
    DECLINER("Who decided that the release is not deployed does not sign what that means"),
    MODEL_EDITOR("Who wrote, deployed or activated the models of the cycle does not let it go on"),
    OVERRIDER("Who overrode a gate of the cycle does not approve it"),
    APPROVER("Who approved the change does not override its gates"),
    ONE_LEVEL("One person gives one of two approvals"),
    STOPPER("Who asked for the stop does not lift it"),
    TESTER("Who tested a ring by hand neither overrides its gate nor judges the change");

    private final String sentence;

    Rule(String sentence) {
        this.sentence = sentence;
    }

    /** The rule within a sentence. */
    public String clause() {
        return sentence.substring(0, 1).toLowerCase(Locale.ENGLISH) + sentence.substring(1);
    }

    /** The rule, for people. */
    public String sentence() {
        return sentence;
    }
}
