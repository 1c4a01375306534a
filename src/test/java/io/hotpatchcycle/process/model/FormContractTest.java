package io.hotpatchcycle.process.model;

import static io.hotpatchcycle.process.model.ModelFiles.all;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hotpatchcycle.approval.Answers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.junit.jupiter.api.Test;

/** Holds the forms, their tasks and the answers the models act on together. */
class FormContractTest {
  /** Components that are known to work in Tasklist. */
  private static final Set<String> COMPONENTS =
      Set.of("text", "html", "table", "separator", "radio", "textarea", "datetime", "textfield");
  private static final Map<String, List<String>> ANSWERS = Map.ofEntries(
      Map.entry("approve-change", List.of("APPROVE", "RETURN", "REJECT")),
      Map.entry("approve-afterwards", List.of("APPROVE", "REJECT")),
      Map.entry("review-ring", List.of("PROCEED", "WAIT", "RECREATE", "HALT")),
      Map.entry("resolve-stop", List.of("RESUME", "RECREATE", "ACCEPT", "ABANDON")),
      Map.entry("approve-restart", List.of("AGREE", "OTHER_WINDOW", "EXCEPTION")),
      Map.entry("clarify-release", List.of("RETRY", "HOTPATCH", "BASELINE", "REJECT")),
      Map.entry("approve-exception", List.of("GRANT", "REFUSE")),
      Map.entry("renew-exception", List.of("RENEW", "LAPSE")),
      Map.entry("sign-decision", List.of("SIGN", "SETTLED", "START")),
      Map.entry("approve-emergency", List.of("SPEED_UP", "KEEP")),
      Map.entry("approve-roll-back", List.of("ROLL_BACK", "FORWARD", "KEEP")));
  /** What a form writes beside decision and comment. */
  private static final Map<String, Set<String>> MORE = Map.of("approve-change", Set.of(FormKeys.CHANGE_REFERENCE), 
      "approve-restart", Set.of(FormKeys.OTHER_WINDOW_START),
      "resolve-stop", Set.of(FormKeys.SHOWN_AT),
      "renew-exception", Set.of(FormKeys.EXPIRES_ON),
      "sign-decision", Set.of(FormKeys.EXPIRES_ON, "residualRisk", "riskOwner"));
  /** Forms that start a process: what they write is checked by the process, and nothing is shown. */
  private static final Map<String, Set<String>> STARTS = Map.of("request-exception",
      Set.of("exemptionScope", "exemptionTarget", "exemptionReason", "compensatingControl", "expiresOn"),
      "request-roll-back", Set.of("rollBackCycle", "rollBackRing", "rollBackReason"));

  private final Map<String, JsonNode> forms = ModelFiles.forms();

  @Test
  void everyTaskHasItsFormAndEveryFormItsTask() {
    Set<String> used = new TreeSet<>();
    ModelFiles.processes().values().forEach(model -> all(model, UserTask.class).forEach(task -> {
      assertThat(task.getCamundaFormRefBinding()).as(task.getId()).isEqualTo("deployment");
      used.add(task.getCamundaFormRef());
    }));
    ModelFiles.processes().values().forEach(model -> all(model, StartEvent.class).stream()
        .filter(start -> start.getCamundaFormRef() != null).forEach(start -> {
          assertThat(start.getCamundaFormRefBinding()).as(start.getId()).isEqualTo("deployment");
          assertThat(ModelFiles.writes(start)).isEqualTo(STARTS.get(start.getCamundaFormRef()));
          used.add(start.getCamundaFormRef());
        }));
    assertThat(used).isNotEmpty().isEqualTo(forms.keySet());
  }

  @Test
  void aFormIsNamedAfterItsFileAndUsesKnownComponents() {
    forms.forEach((file, form) -> {
      assertThat(form.path("id").asText()).isEqualTo(file);
      assertThat(form.path("schemaVersion").asInt()).isEqualTo(16);
      assertThat(form.path("executionPlatformVersion").asText()).isEqualTo("7.24.0");
      assertThat(components(form)).as(file).isNotEmpty()
          .allSatisfy(component -> assertThat(COMPONENTS).contains(component.path("type").asText()));
      assertThat(components(form)).extracting(component -> component.path("id").asText()).doesNotHaveDuplicates();
    });
  }

  @Test
  void aFormWritesTheDecisionAndTheCommentAndNothingElse() {
    forms.forEach((file, form) -> {
      Set<String> keys = components(form).stream().filter(component -> component.has("key"))
          .map(component -> component.path("key").asText()).collect(toCollection(TreeSet::new));
      if (STARTS.containsKey(file)) {
        assertThat(keys).as(file).isEqualTo(STARTS.get(file));
        return;
      }
      Set<String> expected = new TreeSet<>(Set.of(FormKeys.DECISION, FormKeys.COMMENT));
      expected.addAll(MORE.getOrDefault(file, Set.of()));
      assertThat(keys).as(file).isEqualTo(expected);
      assertThat(component(form, FormKeys.COMMENT).path("validate").path("maxLength").asInt())
          .isEqualTo(FormKeys.COMMENT_MAX_LENGTH);
    });
  }

  @Test
  void theDecisionIsRequiredAndNeverPreselected() {
    forms.forEach((file, form) -> {
      if (STARTS.containsKey(file)) {
        assertThat(components(form)).filteredOn(c -> c.has("key")).as(file)
            .allMatch(c -> c.path("validate").path("required").asBoolean()).noneMatch(c -> c.has("defaultValue"));
        return;
      }
      JsonNode decision = component(form, FormKeys.DECISION);
      assertThat(decision.path("validate").path("required").asBoolean()).as(file).isTrue();
      assertThat(decision.has("defaultValue")).as(file).isFalse();
      assertThat(answers(decision)).as(file).containsExactlyElementsOf(ANSWERS.get(file));
    });
  }

  @Test
  void everyAnswerAModelActsOnCanBeGivenInTheForm() {
    Map<String, String> formOfVariable = Map.of("rollBackDecision", "approve-roll-back", "riskDecision", "sign-decision", "emergencyDecision", "approve-emergency",
        "changeDecision", "approve-change", "reviewDecision", "review-ring",
        "stopDecision", "resolve-stop", "restartDecision", "approve-restart", "clarifyDecision", "clarify-release",
        "exceptionDecision", "approve-exception", "renewalDecision", "renew-exception");
    Set<String> checked = new TreeSet<>();
    Pattern answer = Pattern.compile("\\$\\{(\\w+Decision) == '([A-Z_]+)'}");
    ModelFiles.processes().values().forEach(model -> all(model, SequenceFlow.class).stream()
        .filter(flow -> flow.getConditionExpression() != null)
        .map(flow -> answer.matcher(flow.getConditionExpression().getTextContent()))
        .filter(matcher -> matcher.matches())
        .forEach(matcher -> {
          assertThat(ANSWERS.get(formOfVariable.get(matcher.group(1)))).contains(matcher.group(2));
          checked.add(matcher.group(1));
        }));
    assertThat(checked).isEqualTo(formOfVariable.keySet());
  }

  /** The pane of Tasklist is 603 pixels wide at 1280; a column is never narrower than 120. */
  @Test
  void noTableHasMoreColumnsThanTasklistShows() {
    forms.forEach((file, form) -> components(form).stream().filter(c -> c.path("type").asText().equals("table")).forEach(table -> {
      assertThat(table.path("columns")).as(file + " " + table.path("id").asText()).hasSizeBetween(1, 5);
      table.path("columns").forEach(column -> assertThat(column.path("label").asText().length()).as(file + " " + column).isBetween(1, 20));
    }));
  }

  @Test
  void aButtonIsCalledAsRefusalsAndTheTextAboveItCallIt() {
    Pattern offered = Pattern.compile("label: \"([^\"]+)\", value: \"([A-Z_]+)\"");
    forms.forEach((file, form) -> {
      if (STARTS.containsKey(file)) {
        return;
      }
      JsonNode decision = component(form, FormKeys.DECISION);
      Map<String, String> labels = new TreeMap<>();
      decision.path("values").forEach(v -> labels.put(v.path("value").asText(), v.path("label").asText()));
      offered.matcher(decision.path("valuesExpression").asText()).results().forEach(r -> labels.put(r.group(2), r.group(1)));
      assertThat(labels.keySet()).as(file).containsExactlyInAnyOrderElementsOf(ANSWERS.get(file));
      String above = components(form).stream().map(c -> c.path("text").asText()).collect(joining());
      labels.forEach((answer, label) -> {
        assertThat(label).as(file).isEqualTo(Answers.label(answer));
        if (!above.contains("{{shown.choicesText}}")) {
          assertThat(above).as(file).contains("**" + label + "**");
        }
      });
    });
  }

  @Test
  void aFormReadsOnlyWhatIsShown() {
    Pattern template = Pattern.compile("\\{\\{(?!/loop|#loop)([^}]*)}}");
    Pattern loop = Pattern.compile("\\{\\{#loop ([^}]*)}}");
    forms.forEach((file, form) -> components(form).forEach(component -> {
      String text = component.path("text").asText() + component.path("content").asText();
      template.matcher(text).results().forEach(result ->
          assertThat(result.group(1)).as(file).matches("(shown|this)\\.[A-Za-z.]+"));
      loop.matcher(text).results().forEach(result -> assertThat(result.group(1)).as(file).startsWith("shown."));
      if (component.path("type").asText().equals("table")) {
        assertThat(component.path("dataSource").asText()).startsWith("=shown.");
      }
    }));
  }

  @Test
  void aRollBackIsOfferedOnlyWhereItIsProvenAndTheWayForwardSaysThatItIsUntested() {
    String offered = component(forms.get("approve-roll-back"), FormKeys.DECISION).path("valuesExpression").asText();
    assertThat(offered).endsWith("[value != \"ROLL_BACK\" or shown.rollBackOffered]").contains("{label: \"Forward, untested\", value: \"FORWARD\"}");
  }

  /** What a decision offers: listed, or listed in an expression that leaves out what the figures do not allow. */
  private static List<String> answers(JsonNode decision) {
    return decision.has("valuesExpression")
        ? Pattern.compile("value: \"([A-Z_]+)\"").matcher(decision.path("valuesExpression").asText()).results().map(r -> r.group(1)).toList()
        : StreamSupport.stream(decision.path("values").spliterator(), false).map(value -> value.path("value").asText()).toList();
  }

  private static JsonNode component(JsonNode form, String key) {
    return components(form).stream().filter(component -> component.path("key").asText().equals(key)).findFirst()
        .orElseThrow(() -> new AssertionError("Form " + form.path("id") + " has no component with key " + key));
  }

  private static List<JsonNode> components(JsonNode form) {
    return StreamSupport.stream(form.path("components").spliterator(), false).toList();
  }
}
