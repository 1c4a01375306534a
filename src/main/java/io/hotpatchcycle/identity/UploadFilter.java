package io.hotpatchcycle.identity;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Around everything: whoever asks for a field of a multipart form makes the server take all its parts, to memory and from a megabyte on to disk. The search
 * for the token of a form and the memory of the page that was wanted do so before it is known who sends it. So the fields and parts of an upload are not
 * there until somebody is signed in: the session's person at once, a client's as soon as its password or token was proven.
 */
final class UploadFilter extends OncePerRequestFilter {

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws ServletException, IOException {
        chain.doFilter(isMultipart(request) ? new Upload(request) : request, response);
    }

    private static boolean isMultipart(HttpServletRequest request) {
        return request.getContentType() != null && request.getContentType().toLowerCase(Locale.ROOT).startsWith("multipart/");
    }

    private static boolean isSignedIn() {
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        return who != null && who.isAuthenticated() && !(who instanceof AnonymousAuthenticationToken);
    }

    private static final class Upload extends HttpServletRequestWrapper {

        Upload(HttpServletRequest request) {
            super(request);
        }

        @Override
        public String getParameter(String name) {
            return isSignedIn() ? super.getParameter(name) : null;
        }

        @Override
        public Map<String, String[]> getParameterMap() {
            return isSignedIn() ? super.getParameterMap() : Map.of();
        }

        @Override
        public Enumeration<String> getParameterNames() {
            return isSignedIn() ? super.getParameterNames() : Collections.emptyEnumeration();
        }

        @Override
        public String[] getParameterValues(String name) {
            return isSignedIn() ? super.getParameterValues(name) : null;
        }

        @Override
        public Collection<Part> getParts() throws IOException, ServletException {
            return isSignedIn() ? super.getParts() : List.of();
        }

        @Override
        public Part getPart(String name) throws IOException, ServletException {
            return isSignedIn() ? super.getPart(name) : null;
        }
    }
}
