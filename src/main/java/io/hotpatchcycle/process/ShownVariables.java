package io.hotpatchcycle.process;

import io.hotpatchcycle.process.model.FormKeys;
import java.util.HashMap;
import java.util.Map;
import org.camunda.spin.Spin;

/** What a task's form shows, as variables of the task. */
public final class ShownVariables {

    private ShownVariables() {
    }

    /** The picture, and beside it when it was taken where it says so: a form sends that back. */
    public static Map<String, Object> of(Map<String, Object> shown) {
        Map<String, Object> variables = new HashMap<>();
        variables.put(FormKeys.SHOWN, Spin.JSON(shown));
        if (shown.containsKey(FormKeys.SHOWN_AT)) {
            variables.put(FormKeys.SHOWN_AT, shown.get(FormKeys.SHOWN_AT));
        }
        return variables;
    }
}
