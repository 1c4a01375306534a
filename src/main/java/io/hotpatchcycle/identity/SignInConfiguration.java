package io.hotpatchcycle.identity;

import java.util.Map;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.webapp.impl.security.auth.ContainerBasedAuthenticationFilter;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.ExceptionHandlingConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.annotation.web.configurers.LogoutConfigurer;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** The one door: who passes it is known to the console, to REST and to the engine's web applications alike. */
@Configuration(proxyBeanMethods = false)
class SignInConfiguration {

    /** Behind the security chain (-100), before the engine's own filters. */
    private static final int AFTER_SECURITY = 201;

    private static final PathPatternRequestMatcher.Builder PATHS = PathPatternRequestMatcher.withDefaults();

    private static final RequestMatcher FOR_PROGRAMS = new OrRequestMatcher(
            PATHS.matcher("/api/**"), PATHS.matcher("/engine-rest/**"),
            PATHS.matcher("/camunda/api/**"), PATHS.matcher("/v3/api-docs/**"),
            PATHS.matcher("/actuator/**"));

    private static final RequestMatcher WEBAPP_SIGN_OUT =
            PATHS.matcher(HttpMethod.POST, "/camunda/api/admin/auth/user/*/logout");

    @Bean
    CurrentPerson currentPerson(IdentityService identityService) {
        return new CurrentPerson(identityService);
    }

    @Bean
    AuthenticationProvider localSignIn(IdentityService identityService) {
        return new LocalSignIn(identityService);
    }

    @Bean
    SecurityFilterChain door(HttpSecurity http) throws Exception {
        return http
                .authorizeHttpRequests(paths -> paths
                        .dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.FORWARD).permitAll()
                        .requestMatchers("/actuator/health", "/actuator/health/**", "/login", "/assets/**", "/webjars/**",
                                "/favicon.ico").permitAll()
                        .anyRequest().authenticated())
                .requestCache(cache -> cache.requestCache(wantedPage()))
                .formLogin(form -> form.loginPage("/login").permitAll())
                .httpBasic(basic -> basic.authenticationEntryPoint((request, response, problem) ->
                        Refusals.write(response, 401, "Name or password is wrong.")))
                .exceptionHandling(SignInConfiguration::refusals)
                // the engine's web applications bring a filter of their own; a header cannot be forged across sites
                .csrf(csrf -> csrf.ignoringRequestMatchers(PATHS.matcher("/camunda/**"),
                        request -> request.getHeader(HttpHeaders.AUTHORIZATION) != null))
                .logout(SignInConfiguration::signOut)
                // Camunda sets its own policies for its pages; ours only forbids framing by others
                .headers(headers -> headers.frameOptions(HeadersConfigurer.FrameOptionsConfig::sameOrigin))
                .build();
    }

    /** Remembers the page that led to the sign-in, without a mark of its own in that page's address. */
    private static RequestCache wantedPage() {
        HttpSessionRequestCache cache = new HttpSessionRequestCache();
        cache.setRequestMatcher(new NegatedRequestMatcher(FOR_PROGRAMS));
        cache.setMatchingRequestParameterName(null);
        return cache;
    }

    /** Programs get a status they can read, people the sign-in page. */
    private static void refusals(ExceptionHandlingConfigurer<HttpSecurity> refusals) {
        AuthenticationEntryPoint signInPage = new LoginUrlAuthenticationEntryPoint("/login");
        refusals.authenticationEntryPoint((request, response, problem) -> {
            if (FOR_PROGRAMS.matches(request)) {
                Refusals.write(response, 401, "Sign in first: HTTP Basic, or a session from /login.");
            } else {
                signInPage.commence(request, response, problem);
            }
        });
        refusals.accessDeniedHandler((request, response, problem) -> {
            if (problem instanceof CsrfException && request.getServletPath().equals("/login")) {
                response.sendRedirect(request.getContextPath() + "/login"); // the page was older than its session
            } else {
                Refusals.write(response, 403, "Not allowed; a session call that changes something needs its CSRF token.");
            }
        });
    }

    private static void signOut(LogoutConfigurer<HttpSecurity> logout) {
        logout.logoutRequestMatcher(new OrRequestMatcher(PATHS.matcher(HttpMethod.POST, "/logout"), WEBAPP_SIGN_OUT))
                .deleteCookies("JSESSIONID")
                .logoutSuccessHandler((request, response, person) -> {
                    if (WEBAPP_SIGN_OUT.matches(request)) {
                        response.setStatus(204);
                    } else {
                        response.sendRedirect(request.getContextPath() + "/login?out");
                    }
                });
    }

    @Bean
    FilterRegistrationBean<Filter> webappSignIn() {
        FilterRegistrationBean<Filter> filter = new FilterRegistrationBean<>(new ContainerBasedAuthenticationFilter());
        filter.setName("webappSignIn");
        filter.setInitParameters(Map.of("authentication-provider", WebappSignIn.class.getName()));
        filter.addUrlPatterns("/camunda/app/*", "/camunda/api/*");
        filter.setOrder(AFTER_SECURITY);
        return filter;
    }

    @Bean
    FilterRegistrationBean<EngineIdentityFilter> engineIdentity(IdentityService identityService, CurrentPerson person) {
        FilterRegistrationBean<EngineIdentityFilter> filter =
                new FilterRegistrationBean<>(new EngineIdentityFilter(identityService, person));
        filter.addUrlPatterns("/engine-rest/*", "/api/*");
        filter.setOrder(AFTER_SECURITY + 1);
        return filter;
    }
}
