package io.hotpatchcycle.process.history;

import io.hotpatchcycle.governance.Retention;
import io.hotpatchcycle.process.AsTheProgram;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.history.HistoricProcessInstance;

/** Removes what is past its time from the engine's history. The operation log stays: it tells who did what. */
final class CleanedHistory implements Retention.EngineRecords {

    private static final int AT_ONCE = 200;

    private final HistoryService history;
    private final IdentityService identity;

    CleanedHistory(HistoryService history, IdentityService identity) {
        this.history = history;
        this.identity = identity;
    }

    @Override
    public int remove(String cycle) {
        return AsTheProgram.get(identity, () -> remove(history.createHistoricProcessInstanceQuery().processInstanceBusinessKey(cycle).finished().list()));
    }

    @Override
    public int removeOthers(Instant endedBefore) {
        return AsTheProgram.get(identity, () -> removeAllOthers(endedBefore));
    }

    private int removeAllOthers(Instant endedBefore) {
        int removed = 0;
        for (List<HistoricProcessInstance> some = others(endedBefore); !some.isEmpty(); some = others(endedBefore)) {
            removed += remove(some);
        }
        return removed;
    }

    /** Readings of the catalog have no business key. */
    private List<HistoricProcessInstance> others(Instant endedBefore) {
        return history.createHistoricProcessInstanceQuery().processDefinitionKey(EngineHistory.CATALOG_READING)
                .finishedBefore(Date.from(endedBefore)).listPage(0, AT_ONCE);
    }

    private int remove(List<HistoricProcessInstance> instances) {
        List<String> ids = instances.stream().map(HistoricProcessInstance::getId).toList();
        ids.forEach(id -> history.createHistoricDecisionInstanceQuery().processInstanceId(id).list()
                .forEach(d -> history.deleteHistoricDecisionInstanceByInstanceId(d.getId())));
        if (!ids.isEmpty()) {
            history.deleteHistoricProcessInstancesIfExists(ids);
        }
        return ids.size();
    }

    @Override
    public void protect(String cycle) {
        AsTheProgram.run(identity, () -> keep(cycle));
    }

    private void keep(String cycle) {
        List<String> marked = history.createHistoricProcessInstanceQuery().processInstanceBusinessKey(cycle).list().stream()
                .filter(i -> i.getRemovalTime() != null).map(HistoricProcessInstance::getId).toList();
        if (!marked.isEmpty()) {
            history.setRemovalTimeToHistoricProcessInstances().clearedRemovalTime().byIds(marked.toArray(String[]::new)).executeAsync();
        }
    }
}
