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
 * tenants of its own and a sign-in of its web applications beside the one door; what is not there cannot be turned against a cycle. Reading stays.
 */
final class ClosedRoutesFilter extends OncePerRequestFilter {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final List<String> ENGINES = List.of("/engine-rest", "/engine-rest/engine/{engine}", "/camunda/api/engine/engine/{engine}");
    private static final List<String> FAMILIES = List.of("case-definition/**", "case-execution/**", "case-instance/**", "tenant/**", "telemetry/**",
            "process-definition/key/{key}/tenant-id/**", "decision-definition/key/{key}/tenant-id/**");
    private static final RequestMatcher CLOSED = new OrRequestMatcher(closed());

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws ServletException, IOException {
        if (!READING.contains(request.getMethod()) && CLOSED.matches(request)) {
            Refusals.write(response, 403, "This is closed to everybody: nothing here works with cases, tenants of the engine, its telemetry or a sign-in of its own, "
                    + "and no page fetches work. Sign in at /login. Nothing has changed.");
            return;
        }
        chain.doFilter(request, response);
    }

    private static List<RequestMatcher> closed() {
        PathPatternRequestMatcher.Builder paths = PathPatternRequestMatcher.withDefaults();
        return Stream.concat(ENGINES.stream().flatMap(engine -> FAMILIES.stream().map(family -> (RequestMatcher) paths.matcher(engine + "/" + family))),
                Stream.of(paths.matcher(HttpMethod.POST, "/camunda/api/admin/auth/user/{engine}/login/{application}"),
                paths.matcher(HttpMethod.POST, "/camunda/api/engine/engine/{engine}/external-task/fetchAndLock")) /* waits for work, which pages cannot */).toList();
    }
}
