package io.hotpatchcycle.identity;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Inside the security chain: who may not see the whole fleet does not read the instances of the engine, neither itself nor through a query by value, and neither what failed in them: what
 * tasks show stands in their variables, and that and the sentences of failures name devices of every ring. The engine's right to read instances must stay, since the cards of Tasklist tell
 * by it which cycle and ring a task of one's own is about; tasks and their forms are read as tasks.
 */
final class OwnInstancesFilter extends OncePerRequestFilter {

    private static final RequestMatcher INSTANCES = new OrRequestMatcher(instances());

    private final CurrentPerson people;

    OwnInstancesFilter(CurrentPerson people) {
        this.people = people;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws ServletException, IOException {
        if (INSTANCES.matches(request) && people.find().filter(person -> person.groups().stream().noneMatch(Groups.WHOLE_FLEET::contains)).isPresent()) {
            Refusals.write(response, 403, "Instances and their variables tell of devices of every ring; you see those of your own. Your tasks are at /engine-rest/task, "
                    + "your rings' devices at /api/v1/fleet/devices.");
            return;
        }
        chain.doFilter(request, response);
    }

    private static List<RequestMatcher> instances() {
        PathPatternRequestMatcher.Builder paths = PathPatternRequestMatcher.withDefaults();
        Stream<String> engine = ClosedRoutesFilter.ENGINES.stream().flatMap(at -> Stream.of("variable-instance", "process-instance", "execution", "incident", "job", "external-task")
                .map(what -> at + "/" + what));
        Stream<String> cockpit = Stream.of("/camunda/api/cockpit/plugin/base/{engine}/process-instance", "/camunda/api/cockpit/plugin/base/{engine}/incident");
        return Stream.concat(engine, cockpit).flatMap(at -> Stream.of(at, at + "/**")).<RequestMatcher>map(paths::matcher).toList();
    }
}
