package io.hotpatchcycle.process.history;

import io.hotpatchcycle.evidence.Listing;
import io.hotpatchcycle.evidence.Search;
import io.hotpatchcycle.process.AsTheProgram;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.engine.history.HistoricProcessInstanceQuery;
import org.camunda.bpm.engine.history.UserOperationLogEntry;
import org.camunda.bpm.engine.history.UserOperationLogQuery;

/** Reads the engine's history for people who may see all of it; who may is decided before. Face of this package. */
public final class EngineHistory {

    private static final List<String> OPERATION = List.of("at", "by", "operation", "entity", "property", "before", "after", "note", "process", "instance");
    private static final List<String> INSTANCE = List.of("instance", "process", "version", "cycle", "about", "state", "startedAt", "endedAt", "calledBy");

    /** Runs every few hours for ever: only listed when asked for. */
    static final String CATALOG_READING = "release-intake";

    private final HistoryService history;
    private final RepositoryService repository;
    private final IdentityService identity;
    private final InstanceReader reader;
    private final RoleHistory roles;

    EngineHistory(ProcessEngine engine) {
        this.history = engine.getHistoryService();
        this.repository = engine.getRepositoryService();
        this.identity = engine.getIdentityService();
        this.reader = new InstanceReader(history, repository);
        this.roles = new RoleHistory(history, identity);
    }

    /** Process instances, newest first; {@code type} of the search is the key of their process. */
    public Listing instances(Search search, int offset, int limit) {
        return AsTheProgram.get(identity, () -> {
            HistoricProcessInstanceQuery query = history.createHistoricProcessInstanceQuery();
            if (search.cycle() != null) {
                query.processInstanceBusinessKey(search.cycle());
            }
            if (search.type() != null) {
                query.processDefinitionKey(search.type());
            } else if (search.cycle() == null) {
                query.processDefinitionKeyNotIn(List.of(CATALOG_READING));
            }
            if (search.to() != null) {
                query.startedBefore(Date.from(search.to().minusMillis(1)));
            }
            if (search.from() != null) {
                query.or().finishedAfter(Date.from(search.from())).unfinished().endOr();
            }
            if (search.ring() != null) {
                query.variableValueEquals("ringName", search.ring());
            }
            long total = query.count();
            List<HistoricProcessInstance> found = query.orderByProcessInstanceStartTime().desc().orderByProcessInstanceId().asc().listPage(offset, limit);
            return new Listing(INSTANCE, reader.instances(found).stream().map(EngineHistory::row).toList(), (int) total);
        });
    }

    private static List<Object> row(Course.Instance i) {
        return Arrays.asList(i.id(), i.process(), i.version(), i.cycle(), i.about(), i.state(), i.startedAt(), i.endedAt(), i.calledBy());
    }

    /** One instance with everything it did; empty when its history is gone or there never was one. */
    public Optional<Course> course(String instanceId) {
        return AsTheProgram.get(identity, () -> Optional.ofNullable(history.createHistoricProcessInstanceQuery().processInstanceId(instanceId).singleResult())
                .map(reader::course));
    }

    /** The diagram of the model version an instance ran on. */
    public Optional<byte[]> diagram(String instanceId) {
        return AsTheProgram.get(identity, () -> Optional.ofNullable(history.createHistoricProcessInstanceQuery().processInstanceId(instanceId).singleResult())
                .map(instance -> {
                    try (InputStream in = repository.getProcessModel(instance.getProcessDefinitionId())) {
                        return in.readAllBytes();
                    } catch (IOException e) {
                        throw new IllegalStateException("The model of instance " + instanceId + " cannot be read: " + e.getMessage(), e);
                    }
                }));
    }

    /** Every value each variable of an instance ever had, oldest first. */
    public Listing changes(String instanceId, int offset, int limit) {
        return AsTheProgram.get(identity, () -> reader.changes(instanceId, offset, limit));
    }

    /** Who held which role at some moment of the search's time; to its end, or now. */
    public Listing roles(Search search) {
        return AsTheProgram.get(identity, () -> roles.held(search.from(), search.to(), search.person()));
    }

    /** Roles that people hold now, by person and role. */
    public List<HeldRole> rolesNow() {
        return AsTheProgram.get(identity, roles::heldNow);
    }

    /** The operation log, newest first: what people did, and what the program did by itself ({@code by} is then {@code system}). */
    public Listing operations(Search search, int offset, int limit) {
        return AsTheProgram.get(identity, () -> search.cycle() == null ? logged(search, offset, limit) : loggedOfCycle(search, offset, limit));
    }

    private Listing logged(Search search, int offset, int limit) {
        UserOperationLogQuery query = query(search);
        return new Listing(OPERATION, query.orderByTimestamp().desc().listPage(offset, limit).stream().map(EngineHistory::row).toList(), (int) query.count());
    }

    /** The log knows instances, not business keys: a cycle has few. */
    private Listing loggedOfCycle(Search search, int offset, int limit) {
        List<UserOperationLogEntry> found = new ArrayList<>();
        for (HistoricProcessInstance i : history.createHistoricProcessInstanceQuery().processInstanceBusinessKey(search.cycle()).list()) {
            found.addAll(query(search).processInstanceId(i.getId()).list());
        }
        found.sort(Comparator.comparing(UserOperationLogEntry::getTimestamp).reversed().thenComparing(UserOperationLogEntry::getId));
        return Listing.page(OPERATION, found.stream().map(EngineHistory::row).toList(), offset, limit);
    }

    private UserOperationLogQuery query(Search search) {
        UserOperationLogQuery query = history.createUserOperationLogQuery();
        if (search.person() != null) {
            query.userId(search.person());
        }
        if (search.type() != null) {
            query.operationType(search.type());
        }
        if (search.from() != null) {
            query.afterTimestamp(Date.from(search.from()));
        }
        if (search.to() != null) {
            query.beforeTimestamp(Date.from(search.to()));
        }
        return query;
    }

    private static List<Object> row(UserOperationLogEntry o) {
        return Arrays.asList(instant(o.getTimestamp()), o.getUserId() == null ? "system" : o.getUserId(), o.getOperationType(), o.getEntityType(),
                o.getProperty(), o.getOrgValue(), o.getNewValue(), o.getAnnotation(), o.getProcessDefinitionKey(), o.getProcessInstanceId());
    }

    static Instant instant(Date date) {
        return date == null ? null : date.toInstant();
    }
}
