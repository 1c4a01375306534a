package io.hotpatchcycle.identity;

import io.hotpatchcycle.identity.SignInRefused.Reason;
import java.util.Set;
import org.springframework.security.authentication.DisabledException;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.savedrequest.RequestCache;

/** What is answered to sign-ins that worked and that did not; each is told to the trail. */
final class SignInAnswers {

    private static final Set<String> LATE = Set.of("authorization_request_not_found", "invalid_state_parameter", "invalid_nonce");
    private static final Set<String> AWAY = Set.of("invalid_token_response", "invalid_user_info_response", "server_error", "temporarily_unavailable");

    private final SignInLog log;
    private final RequestCache wantedPage;

    SignInAnswers(SignInLog log, RequestCache wantedPage) {
        this.log = log;
        this.wantedPage = wantedPage;
    }

    AuthenticationSuccessHandler signedIn() {
        SavedRequestAwareAuthenticationSuccessHandler onwards = new SavedRequestAwareAuthenticationSuccessHandler();
        onwards.setRequestCache(wantedPage);
        return (request, response, person) -> {
            log.signedIn(person, request);
            onwards.onAuthenticationSuccess(request, response, person);
        };
    }

    AuthenticationFailureHandler passwordRefused() {
        return (request, response, problem) -> {
            log.notLetIn(request, request.getParameter("username"), SignedIn.PASSWORD, problem.getMessage());
            response.sendRedirect(request.getContextPath() + "/login?" + (problem instanceof DisabledException ? "refused=" + Reason.LOCAL_CLOSED.code() : "error"));
        };
    }

    AuthenticationEntryPoint basicRefused() {
        return (request, response, problem) -> {
            log.notLetIn(request, basicName(request.getHeader("Authorization")), SignedIn.PASSWORD, problem.getMessage());
            Refusals.write(response, 401, problem instanceof DisabledException ? Reason.LOCAL_CLOSED.sentence() : "Name or password is wrong.");
        };
    }

    private static String basicName(String header) {
        try {
            String pair = new String(java.util.Base64.getDecoder().decode(header.substring("Basic ".length()).strip()), java.nio.charset.StandardCharsets.UTF_8);
            return pair.contains(":") ? pair.substring(0, pair.indexOf(':')) : "";
        } catch (RuntimeException unreadable) {
            return "";
        }
    }

    AuthenticationFailureHandler directoryRefused() {
        return (request, response, problem) -> {
            log.notLetIn(request, null, "oidc", problem.getMessage());
            response.sendRedirect(request.getContextPath() + "/login?refused=" + reason(problem).code());
        };
    }

    /** The directory did not even answer where to go. */
    ObjectPostProcessor<OAuth2AuthorizationRequestRedirectFilter> directoryAway() {
        return new ObjectPostProcessor<>() {
            @Override
            public <T extends OAuth2AuthorizationRequestRedirectFilter> T postProcess(T filter) {
                filter.setAuthenticationFailureHandler((request, response, problem) -> {
                    log.notLetIn(request, null, "oidc", "The directory cannot be asked: " + root(problem));
                    response.sendRedirect(request.getContextPath() + "/login?refused=" + Reason.DIRECTORY_UNAVAILABLE.code());
                });
                return filter;
            }
        };
    }

    AuthenticationEntryPoint bearerRefused() {
        return (request, response, problem) -> {
            log.notLetIn(request, null, "bearer", problem.getMessage());
            if (problem instanceof SignInRefused refused) {
                Refusals.write(response, 403, refused.reason().sentence());
            } else if (problem instanceof OAuth2AuthenticationException) {
                Refusals.write(response, 401, "The token was refused: " + problem.getMessage());
            } else {
                Refusals.write(response, 401, "Sign in first: HTTP Basic, a bearer token, or a session from /login.");
            }
        };
    }

    private static Reason reason(AuthenticationException problem) {
        if (problem instanceof SignInRefused refused) {
            return refused.reason();
        }
        String code = problem instanceof OAuth2AuthenticationException known ? known.getError().getErrorCode() : "";
        return LATE.contains(code) ? Reason.LATE : AWAY.contains(code) ? Reason.DIRECTORY_UNAVAILABLE : Reason.TOKEN;
    }

    private static String root(Throwable problem) {
        Throwable cause = problem;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getClass().getSimpleName() + " " + cause.getMessage();
    }
}
