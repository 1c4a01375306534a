package io.hotpatchcycle.process;

import io.hotpatchcycle.audit.Trail;
import io.hotpatchcycle.eligibility.DecisionTables;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ParseException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.impl.ServiceImpl;
import org.camunda.bpm.engine.ResourceReport;
import org.camunda.bpm.engine.repository.DecisionDefinition;
import org.camunda.bpm.engine.repository.Deployment;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.xml.sax.SAXParseException;

/**
 * Model sets: deployments that hold all models, decisions and forms. Exactly one is active for new cycles. What the
 * program was built with is seeded where none is active; a set that an admin activated is never replaced by a restart.
 */
public final class ModelSets implements DecisionTables {

    static final String SEED = "hotpatch-cycle";
    private static final Set<String> PROCESSES = Set.of("release-intake", "patch-cycle", "ring-rollout", "restart-campaign", "exception-request",
            "release-decision", "roll-back", "ring-watch");
    private static final Set<String> DECISIONS = Set.of("build-class", "eligibility", "gate-proof", "alert-class", "start-class", "ring-signals", "drift-effect", "change-type", "ring-policy", "ring-gate",
            "emergency-ring", "licence");
    private static final Set<String> FORMS = Set.of("approve-afterwards", "approve-change", "approve-restart", "clarify-release",
            "resolve-stop", "review-ring",
            "request-exception", "approve-exception", "renew-exception", "sign-decision", "approve-emergency", "request-roll-back", "approve-roll-back");

    private final RepositoryService repository;
    private final IdentityService identity;
    private final ModelSetRows rows;
    private final Trail trail;
    /** By decision, as it was opened last: reading a table takes longer than asking it, and a deployed one never changes. */
    private final Map<String, Opened> opened = new ConcurrentHashMap<>();

    private record Opened(String definitionId, BulkTable table) {
    }

    ModelSets(RepositoryService repository, IdentityService identity, ModelSetRows rows, Trail trail) {
        this.identity = identity;
        this.repository = repository;
        this.rows = rows;
        this.trail = trail;
    }

    /**
     * Deploys and activates the set where none is active, or where the active one came with an older program.
     *
     * @throws ModelSetRefused when a file cannot be read as a model
     */
    public void seed(Models models) {
        seed(models, List.of());
    }

    /**
     * As {@link #seed(Models)}, with the rings there are: a table that leaves one of them open is refused.
     *
     * @throws ModelSetRefused when a file cannot be read as a model, or a table cannot be used
     */
    void seed(Models models, List<String> rings) {
        ModelSetRows.Active active = rows.active().orElse(null);
        // a folder's set that people approved is theirs, although the program asked for it
        boolean ours = active != null && SEED.equals(active.activatedBy()) && !active.hash().isEmpty();
        if (active == null || ours && !models.hash().equals(active.hash())) {
            List<TableFault> faults = ModelCheck.tables(models.files(), rings);
            if (!faults.isEmpty()) {
                throw new ModelSetRefused("The models to start with cannot be used: " + faults.stream().map(TableFault::sentence).collect(Collectors.joining(" "))
                        + " Correct the table in Camunda Modeler and start again.", null);
            }
            activate(deploy(models), models.hash(), SEED, "");
        } else {
            keepTimer();
        }
    }

    /** Deploys a set without activating it. */
    public String deploy(Models models) {
        DeploymentBuilder builder = repository.createDeployment().name(name(models)).source(SEED);
        models.files().forEach((name, content) -> builder.addInputStream(name, new ByteArrayInputStream(content)));
        try {
            return builder.deploy().getId();
        } catch (ParseException e) {
            throw new ModelSetRefused(sentence(e), e);
        } catch (ModelBringsCode e) {
            throw new ModelSetRefused(e.getMessage(), e);
        } catch (ProcessEngineException e) {
            throw new ModelSetRefused("The models cannot be used: " + rootMessage(e), e);
        }
    }

    private static String name(Models models) {
        return "Hotpatch Cycle " + models.hash().substring(0, 12);
    }

    /** Deployments that say they are the program's of these files, newest first; the words alone anybody may use who deploys. */
    List<String> deployed(Models models) {
        return AsTheProgram.get(identity, () -> repository.createDeploymentQuery().deploymentName(name(models)).deploymentSource(SEED).orderByDeploymentTime().desc()
                .list().stream().map(Deployment::getId).toList());
    }

    private static String sentence(ParseException e) {
        StringBuilder text = new StringBuilder("The models cannot be used.");
        for (ResourceReport report : e.getResorceReports()) {
            report.getErrors().forEach(problem -> text.append(' ').append(report.getResourceName()).append(", line ").append(problem.getLine())
                    .append(problem.getMainElementId() == null ? "" : ", element '" + problem.getMainElementId() + "'")
                    .append(": ").append(problem.getMessage()));
        }
        return text.append(" Correct the file in Camunda Modeler and try again.").toString();
    }

    private static String rootMessage(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String line = cause instanceof SAXParseException at ? "line " + at.getLineNumber() + ": " : "";
        return e.getMessage() + (cause == e ? "" : " (" + line + cause.getMessage() + ")") + " Correct the file in Camunda Modeler and try again.";
    }

    /**
     * Makes a deployment the one for new cycles. Running cycles stay on theirs. Whether a second person had to approve it is asked
     * before: {@link ModelSetChanges}.
     *
     * @throws ModelSetRefused when it lacks a model, a decision or a form
     */
    void activate(String deploymentId, String person) {
        activate(deploymentId, "", person, "");
    }

    /** As {@link #activate(String, String)}, of a set that a second person approved. */
    void activate(String deploymentId, String person, String approvedBy) {
        activate(deploymentId, "", person, approvedBy);
    }

    private void activate(String deploymentId, String hash, String person, String approvedBy) {
        complete(deploymentId);
        rows.activate(deploymentId, hash, person);
        keepTimer();
        Map<String, String> told = Map.of("deployment", deploymentId, "by", person, "approvedBy", approvedBy, "sha256", hash);
        if (SEED.equals(person)) {
            trail.system("modelSet.activated", null, null, told);
        } else {
            trail.person(person, "modelSet.activated", null, null, told);
        }
    }

    /** Lets the timers that start processes be those of the active set, whatever was deployed since; nothing before the first set. */
    void keepTimer() {
        found().ifPresent(active -> ((ServiceImpl) repository).getCommandExecutor().execute(new ActiveIntake.Follow(active)));
    }

    ModelSetRows rows() {
        return rows;
    }

    /** Deployment id of the active set; empty before the first. */
    Optional<String> found() {
        return rows.active().map(ModelSetRows.Active::deploymentId);
    }

    /** @throws ModelSetRefused when it lacks a model, a decision or a form */
    void complete(String deploymentId) {
        lacking(deploymentId).ifPresent(why -> {
            throw new ModelSetRefused(why, null);
        });
    }

    /** Which models, decisions and forms it lacks, in words; empty when none. */
    Optional<String> lacking(String deploymentId) {
        List<String> missing = new ArrayList<>(AsTheProgram.get(identity, () -> missing(deploymentId)));
        return missing.isEmpty() ? Optional.empty() : Optional.of("Deployment " + deploymentId + " is not a complete model set: it lacks " + missing
                + ". Deploy all models, decisions and forms together.");
    }

    /** Whether it came with the program, or with its configuration. */
    boolean seeded(String deploymentId) {
        return rows.activatedBy(deploymentId).contains(SEED);
    }

    private Set<String> missing(String deploymentId) {
        Set<String> found = repository.createProcessDefinitionQuery().deploymentId(deploymentId).list().stream()
                .map(ProcessDefinition::getKey).collect(Collectors.toSet());
        found.addAll(repository.createDecisionDefinitionQuery().deploymentId(deploymentId).list().stream()
                .map(DecisionDefinition::getKey).toList());
        repository.getDeploymentResourceNames(deploymentId).stream().filter(name -> name.endsWith(".form"))
                .forEach(name -> found.add(name.substring(name.lastIndexOf('/') + 1, name.length() - ".form".length())));
        Set<String> missing = new java.util.TreeSet<>(PROCESSES);
        missing.addAll(DECISIONS);
        missing.addAll(FORMS);
        missing.removeAll(found);
        return missing;
    }

    /** Deployment id of the active set. */
    public String active() {
        return found().orElseThrow(() -> new IllegalStateException("No model set is active. Restart the program to seed its own."));
    }

    /** Id of the definition of this process in the active set. */
    public String definition(String processKey) {
        String set = active();
        ProcessDefinition definition = AsTheProgram.get(identity, () -> repository.createProcessDefinitionQuery().deploymentId(set).processDefinitionKey(processKey)
                .singleResult());
        if (definition == null) {
            throw new IllegalStateException("The active model set " + active() + " has no process '" + processKey + "'. Activate a complete set.");
        }
        return definition.getId();
    }

    @Override
    public Table open(String decisionId) {
        return open(decisionId, null);
    }

    @Override
    public Table open(String decisionId, String modelSet) {
        String set = modelSet == null ? active() : modelSet;
        // whoever reads a page that needs the table: a change manager may not read tables in the engine
        DecisionDefinition definition = AsTheProgram.get(identity, () -> repository.createDecisionDefinitionQuery().deploymentId(set)
                .decisionDefinitionKey(decisionId).singleResult());
        if (definition == null) {
            throw new IllegalStateException("Model set " + set + " has no decision '" + decisionId + "'. Activate a complete set.");
        }
        Opened last = opened.get(decisionId);
        if (last == null || !last.definitionId().equals(definition.getId())) {
            last = new Opened(definition.getId(), read(decisionId, definition.getId()));
            opened.put(decisionId, last);
        }
        return last.table();
    }

    private BulkTable read(String decisionId, String definitionId) {
        try (InputStream xml = AsTheProgram.get(identity, () -> repository.getDecisionModel(definitionId))) {
            return new BulkTable(decisionId, xml.readAllBytes());
        } catch (IOException e) {
            throw new IllegalStateException("Decision '" + decisionId + "' cannot be read: " + e.getMessage(), e);
        }
    }
}
