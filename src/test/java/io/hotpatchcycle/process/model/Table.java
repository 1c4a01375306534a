package io.hotpatchcycle.process.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;

/** One decision table, evaluated the way the engine does it, with named rows of facts. */
final class Table {
  private static final DmnEngine ENGINE =
      DmnEngineConfiguration.createDefaultDmnEngineConfiguration().buildEngine();

  private final DmnDecision decision;
  private final Map<String, Object> row;

  private Table(DmnDecision decision, Map<String, Object> row) {
    this.decision = decision;
    this.row = row;
  }

  /** The table with a row of facts to vary; pairs of name and value. */
  static Table of(String id, Object... facts) {
    try (InputStream file = Files.newInputStream(ModelFiles.PROCESSES.resolve(id + ".dmn"))) {
      return new Table(ENGINE.parseDecision(id, file), Map.of()).with(facts);
    } catch (IOException e) {
      throw new UncheckedIOException("Decision " + id + " is not readable", e);
    }
  }

  /** The same table with some facts replaced; a null is an empty fact. */
  Table with(Object... facts) {
    Map<String, Object> changed = new HashMap<>(row);
    for (int i = 0; i < facts.length; i += 2) {
      changed.put((String) facts[i], facts[i + 1]);
    }
    return new Table(decision, changed);
  }

  /** The same table with one fact that was never set at all. */
  Table without(String fact) {
    Map<String, Object> changed = new HashMap<>(row);
    changed.remove(fact);
    return new Table(decision, changed);
  }

  Iterable<String> facts() {
    return row.keySet();
  }

  /** One output of the only hit. */
  Object get(String output) {
    return ENGINE.evaluateDecisionTable(decision, row).getSingleResult().getEntry(output);
  }

  /** One output of all hits, in order. */
  List<Object> all(String output) {
    return ENGINE.evaluateDecisionTable(decision, row).collectEntries(output);
  }
}
