package io.hotpatchcycle.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.governance.AccessReviews;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
    private static final Path UNCLEAR = Path.of("target", "access-unclear.txt");
    private static final String NOISE = "org.camunda.bpm.engine";
    private static final Pattern PARAMETER = Pattern.compile("([^/]*)/\\{([^}:]+)[^}]*}");
    /** A parameter that is one of some words. */
    private static final Pattern CHOICE = Pattern.compile("\\{[a-z]+:([a-z]+)\\|[a-z|]+}");
    /** What is asked for before the door. */
    private static final Map<String, String> QUERIES = Map.of("/desk/device.csv", "?device=$devices&day=2026-01-01", "/api/v1/cycles/{id}/hold", "?reason=matrix",
            "/desk/samples.csv", "?seed=7&size=5", "/api/v1/audit/samples", "?seed=7&size=5");
    private static final Map<String, String> ENGINE_QUERIES = Map.of("authorization/check", "?permissionName=READ&resourceName=USER&resourceType=1",
            "history/process-instance/report", "?reportType=duration&periodUnit=month", "history/task/report", "?reportType=count&groupBy=taskName",
            "identity/groups", "?userId=" + "matrix.target");
    private static final String NOBODY = "nobody";
    /** In a path: what does not exist. */
    private static final String NOTHING = "nothing-here";
    /** What stands for a parameter where it is not the thing its segment says: by the resource, and by the start of one. */
    private static final Map<String, String> STANDS_FOR = new LinkedHashMap<>();
    private static final Pattern ENGINE = Pattern.compile("^(/engine-rest/engine/[^/]*|/engine-rest|/camunda/api/engine/engine/[^/]*)/");
    /** Somebody without a role, whom nobody but an administrator may change. */
    static final String TARGET = "matrix.target";
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
        STANDS_FOR.put("task/{id}/bpmn", "own-task");
        STANDS_FOR.put("task/{id}/variables/{varId}/data", "own-task");
        STANDS_FOR.put("history/detail/{id}/data", "bytes-detail");
        STANDS_FOR.put("history/variable-instance/{id}/data", "bytes");
        STANDS_FOR.put("variable-instance/{id}/data", "bytes");
        STANDS_FOR.put("process-definition/{id}/deployed-start-form", "asking");
        STANDS_FOR.put("task/{id}/localVariables", "own-task");
        STANDS_FOR.put("DELETE task/{id}", "task-alone");
        STANDS_FOR.put("execution/{id}/messageSubscriptions", "catching");
        STANDS_FOR.put("execution/{id}/create-incident", "receiving");
        STANDS_FOR.put("execution/{id}/signal", "receiving");
        STANDS_FOR.put("execution", "own-instance");
        STANDS_FOR.put("process-instance/{id}/comment", "process-instance");
        STANDS_FOR.put("process-instance", "own-instance");
        STANDS_FOR.put("process-definition", "matrix-idle");
        STANDS_FOR.put("history/process-instance", "ended");
        STANDS_FOR.put("history/batch", "batch");
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
        JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
        try (Things things = new Things(engine, jdbc)) {
            ids.putAll(things.ids());
            ids.put("soon", Instant.now().plus(Duration.ofDays(30)).truncatedTo(ChronoUnit.SECONDS).toString());
            for (String person : List.of("change.manager", "admin")) {
                ids.put("rights-for-" + person, context.getBean(AccessReviews.class).hash(person));
            }
            hold(jdbc);
        }
    }

    private void hold(JdbcTemplate jdbc) {
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
        assertThat(found.entrySet()).as("answers that tell nothing of a right; what was answered is in target/access-unclear.txt").noneMatch(row -> row.getValue().contains("?"));
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

    /** Every parameter names what exists, so that a call without a right is refused for that reason. */
    private String path(Route route) {
        String template = CHOICE.matcher(route.path()).replaceAll("$1");
        String resource = ENGINE.matcher(template).replaceFirst("");
        Matcher parameter = PARAMETER.matcher(template);
        StringBuilder path = new StringBuilder();
        while (parameter.find()) {
            parameter.appendReplacement(path, Matcher.quoteReplacement(parameter.group(1) + "/" + value(route.method() + " " + resource, parameter.group(1), parameter.group(2))));
        }
        String query = route.changes() ? QUERIES.getOrDefault(route.path(), "") : QUERIES.getOrDefault(route.path(), ENGINE_QUERIES.getOrDefault(resource, ""));
        return parameter.appendTail(path).toString().replaceAll("\\{[^}]*}", NOTHING).replaceAll("\\*+", NOTHING) + query.replace("$devices", ids.get("devices"));
    }

    private String value(String call, String segment, String name) {
        if (segment.equals("engine") || name.toLowerCase(Locale.ROOT).contains("engine")) {
            return "default";
        }
        String resource = call.substring(call.indexOf(' ') + 1);
        return switch (segment) {
            case "key" -> resource.startsWith("decision-definition") ? "matrix-decision" : resource.startsWith("decision-requirements") ? "matrix-decisions"
                    : resource.endsWith("/deployed-start-form") ? "exception-request" : resource.startsWith("process-definition") ? "matrix-idle" : NOTHING;
            case "variables", "localVariables" -> call.startsWith("GET") && call.endsWith("/data") ? "bytes" : resource.startsWith("task/{id}/variables") ? "cycleId" : "note";
            case "messageSubscriptions" -> "matrixMessage";
            case "members", "user-members" -> TARGET;
            case "comment" -> ids.get("cycle-comment");
            case "attachment" -> ids.get("attachment");
            case "rings" -> "pilot";
            default -> STANDS_FOR.entrySet().stream().filter(e -> call.equals(e.getKey()) || (resource + "/").startsWith(e.getKey() + (e.getKey().contains("bpmn") ? "" : "/")))
                    .map(e -> ids.get(e.getValue())).findFirst().orElse(ids.getOrDefault(segment, NOTHING));
        };
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
                found.put(routes.get(i), routes.get(i).changes() ? row.toString() : read(row.toString()));
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

    /** What nobody at all finds is not hidden from anybody. */
    private static String read(String row) {
        return row.contains("+") ? row : row.replace('H', '-');
    }

    private Callable<String> column(List<Route> routes, String person) {
        return () -> {
            Caller caller = new Caller(port, person);
            if (person != null) {
                caller.signIn();
            }
            char[] answers = new char[routes.size()];
            for (boolean last : new boolean[] {false, true}) {
                for (int i = 0; i < answers.length; i++) {
                    if (endsTheSession(routes.get(i)) == last) {
                        answers[i] = call(caller, routes.get(i), person);
                    }
                }
            }
            return new String(answers);
        };
    }

    /** Changes one at a time: two people who change one task at one moment would be told so, whatever their rights. */
    private char call(Caller caller, Route route, String person) {
        String path = path(route);
        if (!route.changes()) {
            return caller.call(route, path, Bodies.of(route, person, ids));
        }
        synchronized (oneChange) {
            return caller.call(route, path, Bodies.of(route, person, ids));
        }
    }

    /** Whether all that a path names is there, so that who is told it is not was refused. */
    static boolean exists(Route route, String path) {
        return Bodies.resource(route).contains("{") && !path.contains(NOTHING);
    }

    private static boolean endsTheSession(Route route) {
        return route.path().contains("/auth/user/") && route.changes();
    }

    private static void write(Map<Route, String> found) {
        List<String> lines = new ArrayList<>();
        lines.add("# N not let in (401), F forbidden (403), H hidden (404 for what exists, or found empty), + let in: a read, and answered; a change, and done (and taken back, see DryRun); S may, but what");
        lines.add("# stands there is against it (409, after the question of rights), R refused by a rule of who decides (400), - let in, but what it is about is not there for anybody (404), X let in, but");
        lines.add("# cannot be answered as it is (a form where there is none). Every change is right in all it says (see Bodies). A form of the console leads back to its page (+). Columns: " + NOBODY + " " + String.join(" ", PEOPLE.keySet()));
        found.forEach((route, row) -> lines.add(row + " " + route));
        try {
            Files.createDirectories(FOUND.getParent());
            Files.write(FOUND, lines);
            Files.write(UNCLEAR, List.copyOf(Caller.UNCLEAR));
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
