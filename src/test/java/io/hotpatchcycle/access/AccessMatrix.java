package io.hotpatchcycle.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.task.Task;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.context.WebApplicationContext;

/**
 * Every route of the program x every role and nobody, held against {@code access/matrix.csv}. A route without a line, and a
 * line without a route, fail. The table as found is left in {@code target/access-matrix.csv}.
 */
public final class AccessMatrix {

    private static final String EXPECTED = "access/matrix.csv";
    private static final Path FOUND = Path.of("target", "access-matrix.csv");
    private static final String NOISE = "org.camunda.bpm.engine";
    private static final Pattern PARAMETER = Pattern.compile("([^/]*)/\\{([^}:]+)[^}]*}");
    /** A parameter that is one of some words. */
    private static final Pattern CHOICE = Pattern.compile("\\{[a-z]+:([a-z]+)\\|[a-z|]+}");
    /** What is asked for before the door. */
    private static final Map<String, String> QUERIES = Map.of("/desk/device.csv", "?device=nothing-here&day=2026-01-01");
    private static final String NOBODY = "nobody";
    /** In a path: what does not exist. */
    private static final String NO_NUMBER = "999999999";
    private static final String NOTHING = "nothing-here";
    /** Somebody without a role, whom nobody but an administrator may change. */
    private static final String TARGET = "matrix.target";
    /** Role to a person who holds it alone. Whoever is asked to sign out is asked last. */
    static final Map<String, String> PEOPLE = new LinkedHashMap<>();

    static {
        PEOPLE.put("release-managers", "release.manager");
        PEOPLE.put("change-managers", "change.manager");
        PEOPLE.put("cab", "cab.member");
        PEOPLE.put("business-owners", "business.owner");
        PEOPLE.put("auditors", "auditor");
        PEOPLE.put("model-admins", "model.admin");
        PEOPLE.put("operators", "operator.person");
        PEOPLE.put("break-glass", "glass.alone");
        PEOPLE.put("camunda-admin", "admin");
    }

    private final WebApplicationContext context;
    private final ProcessEngine engine;
    private final int port;
    private final Map<String, String> ids = new TreeMap<>();
    private final Object oneChange = new Object();

    public AccessMatrix(WebApplicationContext context, int port) {
        this.context = context;
        this.engine = context.getBean(ProcessEngine.class);
        this.port = port;
    }

    public void hold() {
        createMissingPeople();
        findIds();
        Set<Route> routes = Routes.of(context);
        long before = written("auditor");
        // each of thousands of empty calls would leave a stack trace
        LoggingSystem log = context.getBean(LoggingSystem.class);
        log.setLogLevel(NOISE, LogLevel.OFF);
        Map<Route, String> found;
        try {
            found = callAll(List.copyOf(routes));
        } finally {
            log.setLogLevel(NOISE, null);
        }
        write(found);
        assertThat(written("auditor")).as("operations of the auditor in the engine's log").isEqualTo(before);
        assertThat(found).as("routes").hasSizeGreaterThan(300);
        assertThat(found).as("found against %s; what was found is in %s", EXPECTED, FOUND).containsExactlyEntriesOf(expected());
    }

    private long written(String person) {
        return context.getBean(JdbcTemplate.class).queryForObject("select count(*) from public.act_hi_op_log where user_id_ = ?", Long.class, person);
    }

    private void createMissingPeople() {
        createMissingPeople(engine);
    }

    static void createMissingPeople(ProcessEngine engine) {
        PEOPLE.forEach((role, id) -> {
            if (engine.getIdentityService().createUserQuery().userId(id).count() == 0) {
                User user = engine.getIdentityService().newUser(id);
                user.setPassword(id);
                engine.getIdentityService().saveUser(user);
                engine.getIdentityService().createMembership(id, role);
            }
        });
        if (engine.getIdentityService().createUserQuery().userId(TARGET).count() == 0) {
            User target = engine.getIdentityService().newUser(TARGET);
            target.setPassword(TARGET);
            engine.getIdentityService().saveUser(target);
        }
    }

    /** What exists, by the path segment before the parameter: a call without a right is to be refused for that reason. */
    private void findIds() {
        List<Task> tasks = engine.getTaskService().createTaskQuery().processDefinitionKey("patch-cycle").list();
        engine.getRuntimeService().createProcessInstanceQuery().listPage(0, 1).forEach(instance -> {
            ids.put("process-instance", instance.getId());
            ids.put("execution", instance.getId());
            ids.put("process-definition", instance.getProcessDefinitionId());
        });
        tasks.stream().findFirst().ifPresent(task -> ids.put("task", task.getId()));
        // one that stays while all are asked: a deadline of the approval
        engine.getManagementService().createJobQuery().processDefinitionKey("patch-cycle").timers().orderByJobDuedate().desc().listPage(0, 1)
                .forEach(job -> ids.put("job", job.getId()));
        engine.getRepositoryService().createDeploymentQuery().listPage(0, 1).forEach(deployment -> ids.put("deployment", deployment.getId()));
        engine.getRepositoryService().createDecisionDefinitionQuery().listPage(0, 1).forEach(d -> ids.put("decision-definition", d.getId()));
        engine.getFilterService().createTaskFilterQuery().listPage(0, 1).forEach(filter -> ids.put("filter", filter.getId()));
        engine.getAuthorizationService().createAuthorizationQuery().listPage(0, 1).forEach(a -> ids.put("authorization", a.getId()));
        JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
        jdbc.queryForList("select id from hotpatch.cycle order by no desc limit 1", String.class).forEach(cycle -> ids.put("cycles", cycle));
        jdbc.queryForList("select id from hotpatch.device order by no limit 1", String.class).forEach(device -> ids.put("devices", device));
        ids.put("key", "patch-cycle");
        ids.put("user", TARGET);
        List.of("policies", "ring-memberships", "writes", "messages").forEach(numbered -> ids.put(numbered, NO_NUMBER));
        ids.put("group", "cab");
        ids.put("engine", "default");
    }

    /** @param real whether parameters name what exists; an administrator's changes go to what does not */
    private String path(String template, boolean real) {
        Matcher parameter = PARAMETER.matcher(CHOICE.matcher(template).replaceAll("$1"));
        StringBuilder path = new StringBuilder();
        while (parameter.find()) {
            String segment = parameter.group(1);
            String value = parameter.group(2).toLowerCase(java.util.Locale.ROOT).contains("engine") || segment.equals("engine") ? "default"
                    : real ? ids.getOrDefault(segment, NOTHING) : NOTHING;
            parameter.appendReplacement(path, Matcher.quoteReplacement(segment + "/" + value));
        }
        return parameter.appendTail(path).toString().replace("decision-definition/key/patch-cycle", "decision-definition/key/ring-gate")
                .replace("case-definition/key/patch-cycle", "case-definition/key/" + NOTHING).replaceAll("\\{[^}]*}", NOTHING).replaceAll("\\*+", NOTHING)
                + QUERIES.getOrDefault(template, "");
    }

    private Map<Route, String> callAll(List<Route> routes) {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Map<String, Future<String>> answers = new LinkedHashMap<>();
            answers.put(NOBODY, threads.submit(column(routes, null)));
            PEOPLE.forEach((role, person) -> answers.put(role, threads.submit(column(routes, person))));
            List<String> columns = new ArrayList<>();
            for (Future<String> answer : answers.values()) {
                columns.add(answer.get());
            }
            Map<Route, String> found = new TreeMap<>();
            for (int i = 0; i < routes.size(); i++) {
                StringBuilder row = new StringBuilder();
                for (String column : columns) {
                    row.append(column.charAt(i));
                }
                found.put(routes.get(i), row.toString());
            }
            return found;
        } catch (ExecutionException e) {
            throw new AssertionError("A call failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private Callable<String> column(List<Route> routes, String person) {
        return () -> {
            Caller caller = new Caller(port, person);
            if (person != null) {
                caller.signIn();
            }
            char[] answers = new char[routes.size()];
            for (int i = 0; i < answers.length; i++) {
                if (!endsTheSession(routes.get(i))) {
                    answers[i] = call(caller, routes.get(i), person);
                }
            }
            for (int i = 0; i < answers.length; i++) {
                if (endsTheSession(routes.get(i))) {
                    answers[i] = caller.call(routes.get(i), path(routes.get(i).path(), false), "{}");
                }
            }
            return new String(answers);
        };
    }

    /** Changes one at a time: two people who change one task at one moment would be told so, whatever their rights. */
    private char call(Caller caller, Route route, String person) {
        String path = path(route.path(), !"admin".equals(person) || !route.changes());
        if (!route.changes()) {
            return caller.call(route, path, Bodies.of(route, person, ids));
        }
        synchronized (oneChange) {
            return caller.call(route, path, Bodies.of(route, person, ids));
        }
    }

    /** Whether all that a path names is there, so that who is told it is not was refused. */
    static boolean exists(Route route, String path) {
        return Bodies.resource(route).contains("{") && !path.contains(NOTHING) && !path.contains(NO_NUMBER);
    }

    private static boolean endsTheSession(Route route) {
        return route.path().contains("/auth/user/") && route.changes();
    }

    private static void write(Map<Route, String> found) {
        List<String> lines = new ArrayList<>();
        lines.add("# N not let in (401), F forbidden (403), H hidden (404 for what exists), + let in, a change: and done; ? a change that was refused for what the");
        lines.add("# call says (other 4xx, 5xx; see Bodies), which tells nothing of the right: see ValidWrites. A form of the console leads back to its page (+). Columns: " + NOBODY + " " + String.join(" ", PEOPLE.keySet()));
        found.forEach((route, row) -> lines.add(row + " " + route));
        try {
            Files.createDirectories(FOUND.getParent());
            Files.write(FOUND, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<Route, String> expected() {
        Map<Route, String> expected = new TreeMap<>();
        try (var file = AccessMatrix.class.getClassLoader().getResourceAsStream(EXPECTED)) {
            new String(file.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).lines().filter(line -> !line.startsWith("#") && !line.isBlank()).forEach(line -> {
                String[] parts = line.split(" ", 3);
                expected.put(new Route(parts[1], parts[2]), parts[0]);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return expected;
    }
}
