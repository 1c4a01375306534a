package io.hotpatchcycle.process.model;

import static io.hotpatchcycle.process.model.ModelFiles.all;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.ExclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Gateway;
import org.camunda.bpm.model.bpmn.instance.ScriptTask;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.TimerEventDefinition;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaExecutionListener;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaFailedJobRetryTimeCycle;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaScript;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaTaskListener;
import org.junit.jupiter.api.Test;

/** The rules that keep a rollout safe whatever happens: safe defaults, save points, retries, no code in models. */
class ModelSafetyTest {
  /** Default flows that hold, ask, stop or look again. Some only skip or repeat a step. */
  private static final Set<String> SAFE = Set.of(
      "flow_releaseClearNo", "flow_clarifiedReject", "flow_changeApprovedReject", "flow_unitsReadyNo",
      "flow_stopTrueNo", "flow_stopResolvedAbandon", "flow_emergencyNo",
      "flow_ringReadyNo", "flow_noRestartsNo", "flow_ringOpenRefused", "flow_ringVerdictInconclusive", "flow_ringVerdictHalt", "flow_failingNo",
      "flow_reviewedHalt", "flow_windowAgreedNo", "flow_windowDecidedException", "flow_ringOpenedRefused",
      "flow_newReleaseNo", "flow_releasesLeftNo", "flow_fleetReadNo", "flow_ringLeftNo", "flow_restartsDoneNo", "flow_coverageReachedNo",
      "flow_exceptionGrantedNo", "flow_exceptionAppliedNo", "flow_exceptionRenewedNo",
      "flow_emergencyGrantedNo", "flow_riskSettledNo", "flow_carriedMeanwhileNo", "flow_rollBackWayKeep", "flow_takenBackNo", "flow_abandonedNo", "flow_passedRingLeftNo", "flow_failingLateNo", "flow_changeStillApprovedNo");
  private static final String RETRIES = "PT5M,PT15M,PT1H,PT4H";
  /** Store a verdict or a request in the transaction that made it; a save point would part the two. */
  private static final Set<String> WITHOUT_SAVE_POINT = Set.of("serviceTask_recordException", "serviceTask_recordRollBack", "serviceTask_recordVerdict",
      "serviceTask_recordFailing", "serviceTask_recordLate");

  private final Map<String, BpmnModelInstance> processes = ModelFiles.processes();

  @Test
  void everyGatewayHasADefaultAndItIsTheSafeAnswer() {
    Set<String> defaults = new TreeSet<>();
    processes.values().forEach(model -> {
      assertThat(all(model, Gateway.class)).allMatch(gateway -> gateway instanceof ExclusiveGateway);
      all(model, ExclusiveGateway.class).forEach(gateway -> {
        assertThat(gateway.getName()).as(gateway.getId()).endsWith("?");
        assertThat(gateway.getDefault()).as(gateway.getId()).isNotNull();
        defaults.add(gateway.getDefault().getId());
      });
    });
    assertThat(defaults).containsExactlyInAnyOrderElementsOf(SAFE);
  }

  @Test
  void aConditionAsksOneBooleanOrOneAnswer() {
    Set<String> conditions = new TreeSet<>();
    processes.values().forEach(model -> all(model, SequenceFlow.class).forEach(flow -> {
      boolean decides = flow.getSource() instanceof ExclusiveGateway gateway && !flow.equals(gateway.getDefault());
      assertThat(flow.getConditionExpression() != null).as(flow.getId()).isEqualTo(decides);
      if (decides) {
        String condition = flow.getConditionExpression().getTextContent();
        assertThat(condition).as(flow.getId()).matches("\\$\\{[a-z]\\w*( == '[A-Z_]+')?}");
        assertThat(flow.getName()).as(flow.getId()).isNotBlank();
        conditions.add(condition);
      }
    }));
    assertThat(conditions).isNotEmpty();
  }

  @Test
  void modelsCallOnlyTheDeclaredBeansAndEachOfThemIsUsed() {
    Set<String> delegates = new TreeSet<>();
    Set<String> listeners = new TreeSet<>();
    processes.values().forEach(model -> {
      all(model, ServiceTask.class).forEach(task -> delegates.add(bean(task.getCamundaDelegateExpression())));
      all(model, CamundaTaskListener.class)
          .forEach(listener -> listeners.add(bean(listener.getCamundaDelegateExpression())));
    });
    assertThat(delegates).isEqualTo(new TreeSet<>(ModelBeans.DELEGATES));
    assertThat(listeners).isEqualTo(new TreeSet<>(ModelBeans.TASK_LISTENERS));
  }

  @Test
  void modelsHoldNoCode() {
    processes.values().forEach(model -> {
      assertThat(all(model, ScriptTask.class)).isEmpty();
      assertThat(all(model, CamundaScript.class)).isEmpty();
      assertThat(all(model, CamundaExecutionListener.class)).isEmpty();
      all(model, ServiceTask.class).forEach(task -> {
        assertThat(task.getCamundaClass()).isNull();
        assertThat(task.getCamundaExpression()).isNull();
        assertThat(task.getCamundaType()).isNull();
      });
      all(model, CamundaTaskListener.class).forEach(listener -> {
        assertThat(listener.getCamundaClass()).isNull();
        assertThat(listener.getCamundaExpression()).isNull();
      });
    });
  }

  @Test
  void everyStepWithAnEffectHasASavePointAndRetries() {
    Set<String> without = new TreeSet<>();
    processes.values().forEach(model -> {
      all(model, ServiceTask.class).forEach(task -> {
        if (!task.isCamundaAsyncBefore()) {
          without.add(task.getId());
        } else {
          assertSafe(task);
        }
      });
      all(model, CallActivity.class).forEach(call -> {
        assertThat(call.isCamundaAsyncBefore() && call.isCamundaAsyncAfter()).as(call.getId()).isTrue();
        assertSafe(call);
      });
      all(model, UserTask.class).forEach(task -> {
        // one that is watched meanwhile ends with the watching in one step; the save point is behind both
        boolean watched = task.getParentElement() instanceof SubProcess around && around.isCamundaAsyncAfter();
        assertThat(task.isCamundaAsyncAfter() != watched).as(task.getId()).isTrue();
        assertThat(task.isCamundaAsyncBefore()).as(task.getId()).isFalse();
        assertSafe(task);
      });
      all(model, TimerEventDefinition.class).forEach(timer ->
          assertThat(retries((BaseElement) timer.getParentElement())).isEqualTo(RETRIES));
    });
    assertThat(without).containsExactlyInAnyOrderElementsOf(WITHOUT_SAVE_POINT);
  }

  @Test
  void everyTaskOfAPersonHasItsGroupDueDateAndListeners() {
    Set<String> tasks = new TreeSet<>();
    processes.values().forEach(model -> all(model, UserTask.class).forEach(task -> {
      tasks.add(task.getId());
      assertThat(task.getCamundaCandidateGroups()).isNotBlank();
      assertThat(task.getCamundaAssignee()).isNull();
      assertThat(task.getCamundaDueDate()).isEqualTo("${taskDueAt}");
      assertThat(task.getCamundaPriority()).isEqualTo("${taskPriority}");
      assertThat(task.getExtensionElements().getElementsQuery().filterByType(CamundaTaskListener.class).list())
          .extracting(listener -> listener.getCamundaEvent() + " " + listener.getCamundaDelegateExpression())
          .containsExactly("create ${requestDecision}", "complete ${recordDecision}");
    }));
    assertThat(tasks).containsExactly("approveAfterwards", "approveChange", "approveEmergency", "approveException", "approveRestart", "approveRollBack",
        "clarifyRelease", "renewException", "resolveStop", "reviewRing",
        "signDecision");
  }

  private static void assertSafe(FlowNode node) {
    assertThat(node.isCamundaExclusive()).as(node.getId()).isTrue();
    assertThat(retries(node)).as(node.getId()).isEqualTo(RETRIES);
  }

  private static String retries(BaseElement element) {
    return element.getExtensionElements().getElementsQuery().filterByType(CamundaFailedJobRetryTimeCycle.class)
        .singleResult().getTextContent();
  }

  private static String bean(String expression) {
    assertThat(expression).matches("\\$\\{[a-z][A-Za-z]*}");
    return expression.substring(2, expression.length() - 1);
  }
}
