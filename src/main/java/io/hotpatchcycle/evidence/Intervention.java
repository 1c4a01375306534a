package io.hotpatchcycle.evidence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was done to a cycle beside its model: tokens moved, instances moved to another model version, variables set, steps tried
 * again, instances stopped or deleted. The work of the program itself, and decisions in tasks, are not.
 *
 * @param about  how a corrective action names it
 * @param detail property, before and after, as the engine logged them
 */
record Intervention(String about, Instant at, String by, String what, String entity, String detail, String note) {

    /** Operations that no model brings about, whoever starts them. */
    private static final Map<String, String> BESIDE_THE_MODEL = new LinkedHashMap<>();
    /** Operations that the program does itself in the course of the model. */
    private static final Set<String> BY_PEOPLE_ONLY = Set.of("SetVariable", "SetVariables", "ModifyVariable", "RemoveVariable", "Delete", "SetJobRetries", "Resolve");

    static {
        BESIDE_THE_MODEL.put("ModifyProcessInstance", "Token moved");
        BESIDE_THE_MODEL.put("RestartProcessInstance", "Instance begun anew");
        BESIDE_THE_MODEL.put("Migrate", "Moved to another model version");
        BESIDE_THE_MODEL.put("SetVariable", "Variable set");
        BESIDE_THE_MODEL.put("SetVariables", "Variables set");
        BESIDE_THE_MODEL.put("ModifyVariable", "Variables changed");
        BESIDE_THE_MODEL.put("RemoveVariable", "Variable removed");
        BESIDE_THE_MODEL.put("SetJobRetries", "Step tried again");
        BESIDE_THE_MODEL.put("SetDueDate", "Timer moved");
        BESIDE_THE_MODEL.put("RecalculateDueDate", "Timer counted anew");
        BESIDE_THE_MODEL.put("Suspend", "Suspended in the engine");
        BESIDE_THE_MODEL.put("SuspendJob", "Suspended in the engine");
        BESIDE_THE_MODEL.put("SuspendProcessDefinition", "Suspended in the engine");
        BESIDE_THE_MODEL.put("SuspendJobDefinition", "Suspended in the engine");
        BESIDE_THE_MODEL.put("ActivateProcessDefinition", "Activated in the engine");
        BESIDE_THE_MODEL.put("ActivateJobDefinition", "Activated in the engine");
        BESIDE_THE_MODEL.put("Activate", "Activated in the engine");
        BESIDE_THE_MODEL.put("ActivateJob", "Activated in the engine");
        BESIDE_THE_MODEL.put("Delete", "Deleted");
        BESIDE_THE_MODEL.put("DeleteHistory", "History deleted");
        BESIDE_THE_MODEL.put("Resolve", "Incident closed by hand");
    }

    static List<Intervention> of(List<Procedure.Operation> operations) {
        List<Intervention> found = new ArrayList<>();
        for (Procedure.Operation o : operations) {
            String what = BESIDE_THE_MODEL.get(o.operation());
            boolean program = o.by() == null || o.by().isEmpty();
            if (what != null && !o.aboutRights() && !(program && BY_PEOPLE_ONLY.contains(o.operation()))) {
                found.add(new Intervention("OPERATION " + o.id(), o.at(), program ? "hotpatch-cycle" : o.by(), what, o.entity(), detail(o), o.note()));
            }
        }
        return found;
    }

    private static String detail(Procedure.Operation o) {
        String before = o.before() == null || o.before().isEmpty() ? "" : "from " + o.before() + " ";
        return (o.property() == null ? "" : o.property() + " ") + before + (o.after() == null || o.after().isEmpty() ? "" : "to " + o.after());
    }
}
