package io.hotpatchcycle.identity;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Inside the security chain: changes that nothing of this program needs are closed to everybody, administrators too. The engine carries cases (CMMN),
 * tenants of its own, batches and a sign-in of its web applications beside the one door; what is not there cannot be turned against a cycle. Reading stays,
 * but of the engine's metrics, which are off.
 */
final class ClosedRoutesFilter extends OncePerRequestFilter {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    /** Where the engine's REST is. */
    static final List<String> ENGINES = List.of("/engine-rest", "/engine-rest/engine/{engine}", "/camunda/api/engine/engine/{engine}");
    private static final List<String> FAMILIES = List.of("case-definition/**", "case-execution/**", "case-instance/**", "tenant/**", "telemetry/**",
            "process-definition/key/{key}/tenant-id/**", "decision-definition/key/{key}/tenant-id/**");
    /** One call for many instances, done later as a batch: the engine logs it without naming any of them, so no cycle could tell of it. */
    private static final List<String> BATCHES = List.of("process-instance/variables-async", "process-instance/suspended-async", "process-instance/message-async",
            "process-instance/job-retries", "process-instance/job-retries-historic-query-based",
            "process-instance/{id}/modification-async", "process-definition/{id}/restart-async", "process-definition/key/{key}/restart-async",
            "modification/executeAsync", "migration/executeAsync", "external-task/retries-async", "job/retries");
    private static final RequestMatcher CLOSED = new OrRequestMatcher(closed());
    private static final RequestMatcher BATCH = new OrRequestMatcher(each(BATCHES).toList());
    /** Nothing counts them (see application.yaml), and the engine answers a question for them with a fault. */
    private static final RequestMatcher METRICS = new OrRequestMatcher(metrics());

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws ServletException, IOException {
        if (!READING.contains(request.getMethod()) && CLOSED.matches(request)) {
            Refusals.write(response, 403, "This is closed to everybody: nothing here works with cases, tenants of the engine, its telemetry or a sign-in of its own, "
                    + "and no page fetches work. Sign in at /login. Nothing has changed.");
            return;
        }
        if (!READING.contains(request.getMethod()) && BATCH.matches(request)) {
            Refusals.write(response, 403, "Batches are closed to everybody: the engine does not log which instances a batch changes, so the evidence of a cycle would lack it. "
                    + "Do it instance by instance, in Cockpit or over REST. Nothing has changed.");
            return;
        }
        if (METRICS.matches(request)) {
            Refusals.write(response, 403, "The metrics of the engine are closed to everybody: they are off, so there is nothing to read or delete. "
                    + "Read what this program measures at /actuator/prometheus. Nothing has changed.");
            return;
        }
        chain.doFilter(request, response);
    }

    /** The resource in each of the ways to the engine. */
    private static Stream<RequestMatcher> each(List<String> resources) {
        PathPatternRequestMatcher.Builder paths = PathPatternRequestMatcher.withDefaults();
        return ENGINES.stream().flatMap(engine -> resources.stream().map(resource -> (RequestMatcher) paths.matcher(engine + "/" + resource)));
    }

    private static List<RequestMatcher> closed() {
        PathPatternRequestMatcher.Builder paths = PathPatternRequestMatcher.withDefaults();
        return Stream.concat(each(FAMILIES),
                Stream.of(paths.matcher(HttpMethod.POST, "/camunda/api/admin/auth/user/{engine}/login/{application}"),
                paths.matcher(HttpMethod.POST, "/camunda/api/engine/engine/{engine}/external-task/fetchAndLock")) /* waits for work, which pages cannot */).toList();
    }

    private static List<RequestMatcher> metrics() {
        return Stream.concat(each(List.of("metrics/**")),
                Stream.of(PathPatternRequestMatcher.withDefaults().matcher("/camunda/api/admin/plugin/adminPlugins/{engine}/metrics/**"))).toList();
    }
}
