package io.hotpatchcycle.process.model;

import static io.hotpatchcycle.process.model.ModelFiles.all;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.BusinessRuleTask;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.Documentation;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Message;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnEdge;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnShape;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.Output;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds models, constants, variables and decisions together. */
class ModelContractTest {
  private static final Map<String, Class<?>> CONSTANTS = Map.of(
      "release-intake", ReleaseIntakeModel.class,
      "patch-cycle", PatchCycleModel.class,
      "ring-rollout", RingRolloutModel.class,
      "restart-campaign", RestartCampaignModel.class,
      "ring-watch", RingWatchModel.class,
      "exception-request", ExceptionRequestModel.class,
      "release-decision", ReleaseDecisionModel.class,
      "roll-back", RollBackModel.class);
  private static final Set<String> DECISIONS = Set.of(DecisionTables.BUILD_CLASS, DecisionTables.CHANGE_TYPE,
      DecisionTables.ALERT_CLASS, DecisionTables.RING_SIGNALS, DecisionTables.DRIFT_EFFECT, DecisionTables.ELIGIBILITY, DecisionTables.EMERGENCY_RING, DecisionTables.GATE_PROOF, DecisionTables.LICENCE, DecisionTables.RING_GATE, DecisionTables.RING_POLICY,
      DecisionTables.START_CLASS);

  static Set<String> models() {
    return CONSTANTS.keySet();
  }

  private final Map<String, BpmnModelInstance> processes = ModelFiles.processes();
  private final Map<String, DmnModelInstance> decisions = ModelFiles.decisions();

  @Test
  void theFilesAreExactlyTheOnesWithConstants() {
    assertThat(processes.keySet()).isNotEmpty().containsExactlyInAnyOrderElementsOf(CONSTANTS.keySet());
    assertThat(decisions.keySet()).isNotEmpty().containsExactlyInAnyOrderElementsOf(DECISIONS);
  }

  @ParameterizedTest
  @MethodSource("models")
  void constantsAndModelHaveTheSameNames(String id) throws Exception {
    BpmnModelInstance model = processes.get(id);
    Class<?> constants = CONSTANTS.get(id);

    assertThat(constants.getField("PROCESS").get(null)).isEqualTo(id);
    assertThat(values(constants, "Elements")).isEqualTo(ids(all(model, FlowNode.class)));
    assertThat(values(constants, "Messages")).isEqualTo(
        all(model, Message.class).stream().map(Message::getName).collect(toCollection(TreeSet::new)));
    assertThat(values(constants, "Errors")).isEqualTo(
        all(model, org.camunda.bpm.model.bpmn.instance.Error.class).stream()
            .map(org.camunda.bpm.model.bpmn.instance.Error::getErrorCode).collect(toCollection(TreeSet::new)));
    Set<String> used = ModelFiles.writes(model);
    used.addAll(ModelFiles.reads(model, decisions));
    assertThat(values(constants, "Variables")).isEqualTo(used);
  }

  @ParameterizedTest
  @MethodSource("models")
  void everyVariableThatIsReadIsWrittenByAnElement(String id) {
    assertThat(ModelFiles.writes(processes.get(id))).containsAll(ModelFiles.reads(processes.get(id), decisions));
  }

  @Test
  void aProcessIsNamedAfterItsFileAndKeptForFourHundredDays() {
    processes.forEach((file, model) -> {
      Process process = all(model, Process.class).get(0);
      assertThat(all(model, Process.class)).hasSize(1);
      assertThat(process.getId()).isEqualTo(file);
      assertThat(process.isExecutable()).isTrue();
      assertThat(process.getCamundaHistoryTimeToLiveString()).isEqualTo("P400D");
      assertThat(process.getCamundaVersionTag()).isEqualTo("1");
      assertThat(process.getDocumentations()).extracting(Documentation::getTextContent).isNotEmpty();
      assertThat(model.getDefinitions().getAttributeValueNs("http://camunda.org/schema/modeler/1.0",
          "executionPlatformVersion")).isEqualTo("7.24.0");
    });
    decisions.forEach((file, model) -> {
      Decision decision = model.getModelElementsByType(Decision.class).iterator().next();
      assertThat(decision.getId()).isEqualTo(file);
      assertThat(decision.getCamundaHistoryTimeToLiveString()).isEqualTo("P400D");
    });
  }

  @Test
  void idsFollowTheirPattern() {
    processes.values().forEach(model -> {
      all(model, FlowNode.class).forEach(node -> assertThat(node.getId()).matches(pattern(node)));
      all(model, SequenceFlow.class)
          .forEach(flow -> assertThat(flow.getId()).matches("flow_[a-z][A-Za-z0-9]*"));
      all(model, Message.class).forEach(message -> assertThat(message.getName()).matches("hotpatch\\.[a-z][A-Za-z]*"));
    });
  }

  @Test
  void everyElementIsDrawn() {
    processes.forEach((file, model) -> {
      assertThat(all(model, BpmnShape.class).stream().map(shape -> shape.getBpmnElement().getId()))
          .as(file).containsAll(ids(all(model, FlowNode.class)));
      assertThat(all(model, BpmnEdge.class).stream().map(edge -> edge.getBpmnElement().getId()))
          .as(file).containsAll(ids(all(model, SequenceFlow.class)));
      all(model, BpmnEdge.class).forEach(edge -> assertThat(edge.getWaypoints()).hasSizeGreaterThan(1));
    });
  }

  @Test
  void aCalledProcessStartsWithExactlyWhatItIsPassed() {
    List<String> called = new ArrayList<>();
    processes.values().forEach(model -> all(model, CallActivity.class).forEach(call -> {
      called.add(call.getCalledElement());
      StartEvent start = all(processes.get(call.getCalledElement()), StartEvent.class).get(0);
      assertThat(ModelFiles.passed(call)).as(call.getId()).isEqualTo(ModelFiles.writes(start));
      assertThat(ModelFiles.writes(processes.get(call.getCalledElement()))).containsAll(ModelFiles.returned(call));
      assertThat(call.getCamundaCalledElementBinding()).isEqualTo("deployment");
    }));
    assertThat(called).containsExactlyInAnyOrder("ring-rollout", "restart-campaign", "ring-watch", "ring-watch");
  }

  @Test
  void eachDecisionHasTheOutputsThatTheModelTakesFromIt() {
    List<String> used = new ArrayList<>();
    processes.values().forEach(model -> all(model, BusinessRuleTask.class).forEach(task -> {
      used.add(task.getCamundaDecisionRef());
      assertThat(task.getCamundaDecisionRefBinding()).isEqualTo("deployment");
      Set<String> outputs = decisions.get(task.getCamundaDecisionRef()).getModelElementsByType(Output.class).stream()
          .map(Output::getName).collect(toCollection(TreeSet::new));
      Set<String> taken = all(model, org.camunda.bpm.model.bpmn.instance.camunda.CamundaOutputParameter.class)
          .stream().filter(output -> output.getParentElement().getParentElement().getParentElement().equals(task))
          .peek(output -> assertThat(output.getTextContent())
              .isEqualTo("${decisionResult.getSingleResult()." + output.getCamundaName() + "}"))
          .map(output -> output.getCamundaName()).collect(toCollection(TreeSet::new));
      outputs.remove("lateJoinersUpTo"); // what is approved with the plan, long before a ring begins
      assertThat(taken).as(task.getId()).isEqualTo(outputs);
    }));
    assertThat(used).containsExactlyInAnyOrder("change-type", "ring-policy", "ring-policy", "ring-gate", "ring-gate", "ring-gate", "ring-gate");
  }

  @Test
  void everyTaskOfAPersonRemindsAndEscalatesAndNoDeadlineDecides() {
    Set<String> interrupting = new TreeSet<>();
    processes.values().forEach(model -> all(model, UserTask.class).forEach(task -> {
      List<BoundaryEvent> events = all(model, BoundaryEvent.class).stream()
          .filter(event -> event.getAttachedTo().equals(task)).toList();
      assertThat(events).filteredOn(event -> !event.cancelActivity()).extracting(BoundaryEvent::getName)
          .containsExactlyInAnyOrderElementsOf("resolveStop".equals(task.getId()) ? List.of("Look due", "Reminder due", "Deadline passed") : List.of("Reminder due", "Deadline passed"));
      events.stream().filter(BoundaryEvent::cancelActivity)
          .forEach(event -> interrupting.add(task.getId() + "/" + event.getId()));
    }));
    assertThat(interrupting).containsExactly("approveAfterwards/event_judgementHalted", "approveChange/event_approvalHalted", "approveChange/event_emergencyRequested", "approveChange/event_releaseSuperseded",
        "approveRestart/event_releaseSuperseded", "clarifyRelease/event_clarifyHalted", "clarifyRelease/event_lookAgain",
        "signDecision/event_releaseCarried");
  }

  private static String pattern(FlowNode node) {
    return switch (node.getElementType().getTypeName()) {
      case "userTask" -> "[a-z][A-Za-z]*";
      case "exclusiveGateway" -> "gateway_[a-z][A-Za-z]*";
      case "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent" -> "event_[a-z][A-Za-z]*";
      default -> node.getElementType().getTypeName() + "_[a-z][A-Za-z]*";
    };
  }

  private static Set<String> ids(Collection<? extends org.camunda.bpm.model.bpmn.instance.BaseElement> elements) {
    return elements.stream().map(element -> element.getId()).collect(toCollection(TreeSet::new));
  }

  private static Set<String> values(Class<?> constants, String nested) throws IllegalAccessException {
    Set<String> values = new TreeSet<>();
    for (Class<?> type : Arrays.stream(constants.getDeclaredClasses())
        .filter(candidate -> candidate.getSimpleName().equals(nested)).toList()) {
      for (Field field : type.getFields()) {
        values.add((String) field.get(null));
      }
    }
    return values;
  }
}
