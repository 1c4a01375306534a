package io.hotpatchcycle.process;

import io.hotpatchcycle.eligibility.DecisionTables;
import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;

/** A decision table outside a process instance, for bulk use: no history row per evaluation. Same FEEL as the engine. */
final class BulkTable implements DecisionTables.Table {

    private static final DmnEngine ENGINE = DmnEngineConfiguration.createDefaultDmnEngineConfiguration().buildEngine();

    private final DmnDecision decision;
    private final String hash;

    BulkTable(String decisionId, byte[] xml) {
        this.decision = ENGINE.parseDecision(decisionId, new ByteArrayInputStream(xml));
        try {
            this.hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(xml));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256.", e);
        }
    }

    @Override
    public String hash() {
        return hash;
    }

    @Override
    public List<Map<String, Object>> evaluate(Map<String, Object> inputs) {
        return ENGINE.evaluateDecisionTable(decision, inputs).getResultList().stream()
                .map(rule -> (Map<String, Object>) new java.util.LinkedHashMap<>(rule)).toList();
    }
}
