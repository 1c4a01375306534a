package io.hotpatchcycle.identity;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/** Around everything: each answer 401 or 403, whoever gave it, becomes an event of the trail. */
final class RefusalFilter extends OncePerRequestFilter {

    /** Request attribute with the id of the person who is signed in, put there inside the security chain. */
    static final String PERSON = RefusalFilter.class.getName() + ".person";

    private final SignInLog log;

    RefusalFilter(SignInLog log) {
        this.log = log;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws ServletException, IOException {
        chain.doFilter(request, response);
        if (response.getStatus() == 401 || response.getStatus() == 403) {
            log.refused(request, (String) request.getAttribute(PERSON), response.getStatus());
        }
    }
}
