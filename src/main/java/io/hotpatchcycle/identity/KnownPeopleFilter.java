package io.hotpatchcycle.identity;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Inside the security chain: a session whose person was deleted, or holds no role any more, is over. */
final class KnownPeopleFilter extends OncePerRequestFilter {

    private final CurrentPerson people;
    private final SignInLog log;

    KnownPeopleFilter(CurrentPerson people, SignInLog log) {
        this.people = people;
        this.log = log;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws ServletException, IOException {
        if (people.isGone()) {
            HttpSession session = request.getSession(false);
            if (session != null) {
                session.invalidate();
            }
            SecurityContextHolder.clearContext();
        } else {
            people.id().ifPresent(id -> request.setAttribute(RefusalFilter.PERSON, id));
            if (request.getHeader(HttpHeaders.AUTHORIZATION) != null) {
                people.authentication().ifPresent(who -> log.called(who, request));
            }
        }
        chain.doFilter(request, response);
    }
}
