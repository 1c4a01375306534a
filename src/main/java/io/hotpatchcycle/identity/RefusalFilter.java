package io.hotpatchcycle.identity;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.web.filter.OncePerRequestFilter;

/** Around everything: each refusal, whoever gave it, becomes an event of the trail. */
final class RefusalFilter extends OncePerRequestFilter {

    /** Request attribute with the id of the person who is signed in, put there inside the security chain. */
    static final String PERSON = RefusalFilter.class.getName() + ".person";

    /** Request attribute of a request that came as far as this filter. */
    static final String SEEN = RefusalFilter.class.getName() + ".seen";

    /** Not let in, not allowed; unreadable, too large. */
    private static final Set<Integer> REFUSED = Set.of(401, 403, 400, 413);

    private final SignInLog log;

    RefusalFilter(SignInLog log) {
        this.log = log;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws ServletException, IOException {
        request.setAttribute(SEEN, true);
        chain.doFilter(request, response);
        if (REFUSED.contains(response.getStatus())) {
            log.refused(request, (String) request.getAttribute(PERSON), response.getStatus());
        }
    }
}
