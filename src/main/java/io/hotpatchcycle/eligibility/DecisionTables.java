package io.hotpatchcycle.eligibility;

import java.util.List;
import java.util.Map;

/** Port to the decision tables of the model sets, for bulk use outside a process instance. */
public interface DecisionTables {

    /** A table, read once for many evaluations. */
    Table open(String decisionId);

    /** As {@link #open(String)}, of another model set where there are several. @param modelSet null for the active one */
    default Table open(String decisionId, String modelSet) {
        return open(decisionId);
    }

    /** One decision table of one model set. */
    interface Table {

        /** Hash of the table's text: results are kept with it. */
        String hash();

        /** All rules that fire, in the order of the table; each a map of output name to value. */
        List<Map<String, Object>> evaluate(Map<String, Object> inputs);
    }
}
