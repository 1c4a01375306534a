package io.hotpatchcycle.approval;

import java.util.Map;

/** The figures are not those the form showed; it has to be read and confirmed anew. */
public final class FiguresChanged extends DecisionRefused {

    private static final long serialVersionUID = 1L;

    private final transient Map<String, Object> shown;

    FiguresChanged(String what, Map<String, Object> shown) {
        super(Kind.STATE, "The figures have changed since this form was shown (" + what + "). Nothing was decided. The form now shows the new ones: open the "
                + "task again, read them, and decide anew.");
        this.shown = shown;
    }

    /** What the form has to show now. */
    public Map<String, Object> shown() {
        return shown;
    }
}
