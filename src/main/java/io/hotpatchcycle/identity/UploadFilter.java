package io.hotpatchcycle.identity;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Locale;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Before the security chain: whoever looks there for a field of a form makes the server take all parts of a multipart body, to memory and to disk, before it
 * is known who sends it. So nobody's is let as far as that. A client that signs in with each request is let on to where nobody looks into a body before him.
 */
final class UploadFilter extends OncePerRequestFilter {

    private final RequestMatcher forPrograms;

    /** @param forPrograms calls at which no form is looked for before somebody is signed in */
    UploadFilter(RequestMatcher forPrograms) {
        this.forPrograms = forPrograms;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws ServletException, IOException {
        if (!isMultipart(request) || hasSession(request) || request.getHeader(HttpHeaders.AUTHORIZATION) != null && forPrograms.matches(request)) {
            chain.doFilter(request, response);
        } else {
            response.setHeader(HttpHeaders.CONNECTION, "close");
            Refusals.write(response, 401, "Sign in first: files are taken from people who are signed in. Nothing was read and nothing has changed.");
        }
    }

    private static boolean isMultipart(HttpServletRequest request) {
        return request.getContentType() != null && request.getContentType().toLowerCase(Locale.ROOT).startsWith("multipart/");
    }

    private static boolean hasSession(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session != null && session.getAttribute(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY) instanceof SecurityContext known
                && known.getAuthentication() != null && known.getAuthentication().isAuthenticated() && !(known.getAuthentication() instanceof AnonymousAuthenticationToken);
    }
}
