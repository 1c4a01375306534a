package io.hotpatchcycle.process.model;

import static java.util.stream.Collectors.toCollection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.BusinessRuleTask;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.ConditionExpression;
import org.camunda.bpm.model.bpmn.instance.TimerEventDefinition;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaIn;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaInputParameter;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaOut;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaOutputParameter;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperty;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.instance.Input;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;

/** The files of the program as the tests see them, and the names used in them. */
final class ModelFiles {
  static final Path PROCESSES = Path.of("processes");
  static final Path FORMS = Path.of("forms");

  private static final Pattern EXPRESSION = Pattern.compile("[$#]\\{([^}]*)}");
  private static final Pattern NAME = Pattern.compile("(?<![\\w.])[a-z]\\w*");
  private static final Set<String> NOT_VARIABLES =
      Set.of("execution", "decisionResult", "true", "false", "null", "and", "or", "not");

  private ModelFiles() {
  }

  static Map<String, BpmnModelInstance> processes() {
    return read(PROCESSES, ".bpmn", path -> Bpmn.readModelFromFile(path.toFile()));
  }

  static Map<String, DmnModelInstance> decisions() {
    return read(PROCESSES, ".dmn", path -> Dmn.readModelFromFile(path.toFile()));
  }

  static Map<String, JsonNode> forms() {
    return read(FORMS, ".form", ModelFiles::json);
  }

  /** Every variable that the model reads: conditions, timers, assignments, mappings, decision inputs. */
  static Set<String> reads(BpmnModelInstance model, Map<String, DmnModelInstance> decisions) {
    Set<String> names = new TreeSet<>();
    all(model, ConditionExpression.class).forEach(c -> names.addAll(names(c.getTextContent())));
    all(model, TimerEventDefinition.class).forEach(t -> names.addAll(names(t.getTextContent())));
    all(model, CamundaInputParameter.class).forEach(p -> names.addAll(names(p.getTextContent())));
    for (UserTask task : all(model, UserTask.class)) {
      names.addAll(names(task.getCamundaCandidateGroups()));
      names.addAll(names(task.getCamundaDueDate()));
      names.addAll(names(task.getCamundaPriority()));
    }
    all(model, CallActivity.class).forEach(call -> names.addAll(passed(call)));
    all(model, BusinessRuleTask.class)
        .forEach(task -> names.addAll(inputs(decisions.get(task.getCamundaDecisionRef()))));
    return names;
  }

  /** Every variable that the model says is written by one of its elements. */
  static Set<String> writes(BpmnModelInstance model) {
    Set<String> names = new TreeSet<>();
    all(model, CamundaProperty.class).forEach(p -> names.addAll(written(p)));
    all(model, CamundaInputParameter.class).forEach(p -> names.add(p.getCamundaName()));
    all(model, CamundaOutputParameter.class).forEach(p -> names.add(p.getCamundaName()));
    all(model, CallActivity.class).forEach(call -> names.addAll(returned(call)));
    return names;
  }

  /** What one element says it writes. */
  static Set<String> writes(BaseElement element) {
    return element.getExtensionElements() == null
        ? Set.of()
        : element.getExtensionElements().getElementsQuery()
            .filterByType(org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperties.class).list().stream()
            .flatMap(properties -> properties.getCamundaProperties().stream())
            .flatMap(property -> written(property).stream())
            .collect(toCollection(TreeSet::new));
  }

  static Set<String> passed(CallActivity call) {
    return call.getExtensionElements().getElementsQuery().filterByType(CamundaIn.class).list().stream()
        .map(CamundaIn::getCamundaSource)
        .filter(source -> source != null)
        .collect(toCollection(TreeSet::new));
  }

  /** What a call brings back, also when the called process ends with an error. */
  static Set<String> returned(CallActivity call) {
    return call.getExtensionElements().getElementsQuery().filterByType(CamundaOut.class).list().stream()
        .map(CamundaOut::getCamundaTarget)
        .collect(toCollection(TreeSet::new));
  }

  static Set<String> inputs(DmnModelInstance decision) {
    return decision.getModelElementsByType(Input.class).stream()
        .flatMap(input -> variables(input.getInputExpression().getText().getTextContent()).stream())
        .collect(toCollection(TreeSet::new));
  }

  static <T extends ModelElementInstance> List<T> all(BpmnModelInstance model, Class<T> type) {
    return List.copyOf(model.getModelElementsByType(type));
  }

  private static Set<String> written(CamundaProperty property) {
    return "writes".equals(property.getCamundaName())
        ? new TreeSet<>(List.of(property.getCamundaValue().split(", ")))
        : Set.of();
  }

  private static Set<String> names(String text) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = EXPRESSION.matcher(text == null ? "" : text);
    while (matcher.find()) {
      names.addAll(variables(matcher.group(1).replaceAll("'[^']*'", "")));
    }
    return names;
  }

  private static Set<String> variables(String expression) {
    return NAME.matcher(expression).results().map(result -> result.group())
        .filter(name -> !NOT_VARIABLES.contains(name))
        .collect(toCollection(TreeSet::new));
  }

  private static JsonNode json(Path path) {
    try {
      return new ObjectMapper().readTree(path.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(path + " is not readable as JSON: " + e.getMessage(), e);
    }
  }

  private static <T> Map<String, T> read(Path folder, String suffix, Function<Path, T> reader) {
    try (Stream<Path> files = Files.list(folder)) {
      Map<String, T> found = new TreeMap<>();
      files.filter(path -> path.toString().endsWith(suffix)).forEach(path -> {
        String name = path.getFileName().toString();
        found.put(name.substring(0, name.length() - suffix.length()), reader.apply(path));
      });
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException("No folder " + folder + " beside pom.xml", e);
    }
  }
}
