package io.hotpatchcycle.identity;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Inside the security chain: who holds no role but the auditor's reads and does nothing else, whatever single rights the engine
 * or the console would give anybody who is signed in (e.g. filters of one's own, a new password, a substitute).
 *
 * <p>Let through are methods that only read, and by POST only the queries named here: what is not known is taken for a change.
 */
final class AuditorFilter extends OncePerRequestFilter {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final List<String> ENGINES = List.of("/engine-rest", "/engine-rest/engine/{engine}", "/camunda/api/engine/engine/{engine}");
    private static final List<String> QUERIED = List.of("task", "process-instance", "execution", "variable-instance", "job", "job-definition",
            "external-task", "group", "history/process-instance", "history/task", "history/activity-instance", "history/variable-instance",
            "history/job-log", "history/external-task-log", "history/detail");
    private static final List<String> OTHERS = List.of("filter/{id}/list", "filter/{id}/singleResult", "filter/{id}/count");
    /** Every POST of Cockpit's own interface is a query. */
    private static final List<String> WEBAPPS = List.of("/camunda/api/cockpit/plugin/base/{engine}/process-instance",
            "/camunda/api/cockpit/plugin/base/{engine}/process-instance/count",
            "/camunda/api/cockpit/plugin/base/{engine}/process-instance/{id}/called-process-instances",
            "/camunda/api/cockpit/plugin/base/{engine}/process-definition/{id}/called-process-definitions",
            "/camunda/api/cockpit/plugin/base/{engine}/incident", "/camunda/api/cockpit/plugin/base/{engine}/incident/count",
            "/camunda/api/admin/auth/user/{engine}/logout", "/login", "/logout");
    private static final RequestMatcher QUERIES = new OrRequestMatcher(queries());

    private final CurrentPerson people;

    AuditorFilter(CurrentPerson people) {
        this.people = people;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws ServletException, IOException {
        if (!READING.contains(request.getMethod()) && people.find().filter(AuditorFilter::onlyReads).isPresent() && !QUERIES.matches(request)) {
            Refusals.write(response, 403, "Auditors read everything and change nothing; this call may change something. Nothing has changed. "
                    + "Ask somebody who holds the role for it.");
            return;
        }
        chain.doFilter(request, response);
    }

    /** By his own groups: no right that somebody lends makes an auditor one who changes things. The break-glass group is a way in and gives no right. */
    private static boolean onlyReads(Person person) {
        return person.own().contains(Groups.AUDITORS) && person.own().stream().allMatch(g -> g.equals(Groups.AUDITORS) || g.equals(Groups.BREAK_GLASS));
    }

    private static List<RequestMatcher> queries() {
        List<String> paths = new ArrayList<>(WEBAPPS);
        for (String engine : ENGINES) {
            QUERIED.forEach(what -> paths.addAll(List.of(engine + "/" + what, engine + "/" + what + "/count")));
            OTHERS.forEach(what -> paths.add(engine + "/" + what));
        }
        PathPatternRequestMatcher.Builder builder = PathPatternRequestMatcher.withDefaults();
        return paths.stream().<RequestMatcher>map(path -> builder.matcher(HttpMethod.POST, path)).toList();
    }
}
