package io.hotpatchcycle.identity;

import io.hotpatchcycle.audit.Trail;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;

/** Sign-ins, sign-outs and refusals as events of the trail; the use of a break-glass account is an alert besides. */
final class SignInLog {

    private static final Logger LOG = LoggerFactory.getLogger(SignInLog.class);
    /** Marks a request whose refusal was told already. */
    static final String TOLD = SignInLog.class.getName();
    private static final int MOST_A_MINUTE = 120;
    private static final int MAX_TEXT = 200;

    private final Trail trail;
    private final CurrentPerson people;
    private final boolean directory;
    private final Sparingly programs;
    /** Apart from each other: a flood of one kind must not hide the others. */
    private final Sparingly refusedSignIns;
    private final Sparingly refusedCalls;
    private final Sparingly refusedInput;

    /** @param directory whether a directory is connected, so that a local account is the exception */
    SignInLog(Trail trail, CurrentPerson people, boolean directory, Clock wallClock) {
        this.trail = trail;
        this.people = people;
        this.directory = directory;
        this.programs = new Sparingly(Duration.ofHours(1), 1_000, wallClock);
        this.refusedSignIns = new Sparingly(Duration.ofMinutes(1), MOST_A_MINUTE, wallClock);
        this.refusedCalls = new Sparingly(Duration.ofMinutes(1), MOST_A_MINUTE, wallClock);
        this.refusedInput = new Sparingly(Duration.ofMinutes(1), MOST_A_MINUTE, wallClock);
    }

    /** Somebody began a session. */
    void signedIn(Authentication who, HttpServletRequest request) {
        tell(who, request, "session", 0);
    }

    /** A client that signs in with each request: told once an hour. */
    void called(Authentication who, HttpServletRequest request) {
        programs.pass(who.getName() + " " + SignedIn.of(who).method()).ifPresent(before -> tell(who, request, "each request", before));
    }

    private void tell(Authentication who, HttpServletRequest request, String use, int before) {
        SignedIn how = SignedIn.of(who);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("method", how.method());
        data.put("provedAt", String.valueOf(how.at()));
        data.put("use", use);
        data.put("from", request.getRemoteAddr());
        if (before > 0) {
            data.put("notToldBefore", before);
        }
        trail.person(who.getName(), "person.signedIn", null, null, data);
        if (directory && SignedIn.PASSWORD.equals(how.method()) && people.isBreakGlass(who.getName())) {
            LOG.error("ALERT: the break-glass account '{}' was used from {}; review what it did in the audit trail", who.getName(), request.getRemoteAddr());
            trail.person(who.getName(), "breakGlass.used", null, null, Map.of("person", who.getName(), "from", request.getRemoteAddr(), "use", use));
        }
    }

    void signedOut(Authentication who, HttpServletRequest request) {
        if (who != null) {
            trail.person(who.getName(), "person.signedOut", null, null, Map.of("from", request.getRemoteAddr()));
        }
    }

    /**
     * Somebody was not let in.
     *
     * @param claimed the name that was given, not proven; null for none
     */
    void notLetIn(HttpServletRequest request, String claimed, String method, String reason) {
        request.setAttribute(TOLD, true);
        refusedSignIns.pass("in " + request.getRemoteAddr() + " " + reason).ifPresent(before -> {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("claimed", clean(claimed));
            data.put("method", method);
            data.put("reason", clean(reason));
            data.put("from", request.getRemoteAddr());
            data.put("notToldBefore", before);
            trail.system("signIn.refused", null, null, data);
        });
    }

    /** A call was refused: who may not, or what cannot be read. */
    void refused(HttpServletRequest request, String person, int status) {
        if (request.getAttribute(TOLD) != null) {
            return;
        }
        boolean access = status == 401 || status == 403;
        String kind = person + " " + request.getRemoteAddr() + " " + status + " " + request.getMethod() + " " + request.getRequestURI();
        (access ? refusedCalls : refusedInput).pass(kind).ifPresent(before -> {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("status", status);
            data.put("call", clean(request.getMethod() + " " + request.getRequestURI()));
            data.put("from", request.getRemoteAddr());
            data.put("notToldBefore", before);
            String type = access ? "access.refused" : "input.refused";
            if (person == null) {
                trail.system(type, null, null, data);
            } else {
                trail.person(person, type, null, null, data);
            }
        });
    }

    private static String clean(String text) {
        String readable = text == null ? "" : text.replaceAll("\\p{Cntrl}", " ");
        return readable.length() <= MAX_TEXT ? readable : readable.substring(0, MAX_TEXT) + "…";
    }
}
