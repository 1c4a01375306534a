package io.hotpatchcycle.identity;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Inside the security chain: a session whose person was deleted, or holds no role any more, is over; so is one of a working day ago. A page that asks for
 * news by itself keeps a session alive for ever, and the directory is asked for a person's groups at the sign-in only.
 */
final class KnownPeopleFilter extends OncePerRequestFilter {

    /** From the sign-in on, however busy. */
    static final Duration LONGEST = Duration.ofHours(8);
    /** Session attribute: since when somebody is signed in here. */
    static final String SINCE = KnownPeopleFilter.class.getName() + ".since";

    private final CurrentPerson people;
    private final SignInLog log;
    private final Clock wallClock;

    KnownPeopleFilter(CurrentPerson people, SignInLog log, Clock wallClock) {
        this.people = people;
        this.log = log;
        this.wallClock = wallClock;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws ServletException, IOException {
        HttpSession session = request.getSession(false);
        if (people.isGone() || isOld(session)) {
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

    private boolean isOld(HttpSession session) {
        if (session == null || people.id().isEmpty()) {
            return false;
        }
        Instant now = wallClock.instant();
        if (session.getAttribute(SINCE) instanceof Instant since) {
            return now.isAfter(since.plus(LONGEST));
        }
        session.setAttribute(SINCE, now);
        return false;
    }
}
