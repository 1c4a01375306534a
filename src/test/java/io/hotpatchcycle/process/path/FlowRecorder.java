package io.hotpatchcycle.process.path;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.pvm.process.TransitionImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;

/** Notes every sequence flow that a token really took, as {@code process/flow}. */
final class FlowRecorder extends AbstractProcessEnginePlugin {

    private final Set<String> taken = new ConcurrentSkipListSet<>();
    private final AtomicLong steps = new AtomicLong();

    @Override
    public void preInit(ProcessEngineConfigurationImpl engine) {
        Collection<BpmnParseListener> listeners = engine.getCustomPostBPMNParseListeners();
        listeners.add(new AbstractBpmnParseListener() {
            @Override
            public void parseSequenceFlow(Element element, ScopeImpl scope, TransitionImpl flow) {
                String key = ((ProcessDefinitionEntity) flow.getProcessDefinition()).getKey() + "/" + flow.getId();
                flow.addListener(ExecutionListener.EVENTNAME_TAKE, (ExecutionListener) execution -> {
                    taken.add(key);
                    steps.incrementAndGet();
                });
            }
        });
    }

    Set<String> taken() {
        return new TreeSet<>(taken);
    }

    /** How often a flow was taken, whichever. */
    long steps() {
        return steps.get();
    }

    /** Every sequence flow of the deployed models, by the same names. */
    static Set<String> all(RepositoryService repository) {
        Set<String> flows = new TreeSet<>();
        repository.createProcessDefinitionQuery().latestVersion().list().forEach(definition ->
                repository.getBpmnModelInstance(definition.getId()).getModelElementsByType(SequenceFlow.class)
                        .forEach(flow -> flows.add(definition.getKey() + "/" + flow.getId())));
        return flows;
    }
}
