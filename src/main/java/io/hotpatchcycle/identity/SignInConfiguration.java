package io.hotpatchcycle.identity;

import io.hotpatchcycle.Clocks;
import io.hotpatchcycle.audit.Trail;
import java.time.Clock;
import java.util.Map;

import io.hotpatchcycle.approval.Substitutes;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.webapp.impl.security.auth.ContainerBasedAuthenticationFilter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
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
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
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
    private static final int AROUND_SECURITY = -200;

    private static final PathPatternRequestMatcher.Builder PATHS = PathPatternRequestMatcher.withDefaults();

    private static final RequestMatcher FOR_PROGRAMS = new OrRequestMatcher(
            PATHS.matcher("/api/**"), PATHS.matcher("/engine-rest/**"),
            PATHS.matcher("/camunda/api/**"), PATHS.matcher("/v3/api-docs/**"),
            PATHS.matcher("/actuator/**"));

    private static final RequestMatcher WEBAPP_SIGN_OUT =
            PATHS.matcher(HttpMethod.POST, "/camunda/api/admin/auth/user/*/logout");

    @Bean
    Memberships memberships(IdentityService identityService, ObjectProvider<Substitutes> substitutes) {
        return new Memberships(identityService, substitutes::getIfAvailable);
    }

    @Bean
    CurrentPerson currentPerson(IdentityService identityService, Memberships memberships, ObjectProvider<RingOwners> owners) {
        return new CurrentPerson(identityService, memberships, () -> owners.getIfAvailable(() -> RingOwners.NONE));
    }

    @Bean
    AuthenticationProvider localSignIn(IdentityService identityService, CurrentPerson people, Directories connected, IdentitySettings settings,
                                       @Qualifier(Clocks.WALL) Clock wallClock) {
        return new LocalSignIn(identityService, people, connected.any() && !settings.sandbox().enabled(), wallClock);
    }

    @Bean
    SignInLog signInLog(Trail trail, CurrentPerson people, Directories connected, @Qualifier(Clocks.WALL) Clock wallClock) {
        return new SignInLog(trail, people, connected.any(), wallClock);
    }

    @Bean
    SignInAnswers signInAnswers(SignInLog log) {
        return new SignInAnswers(log, wantedPage());
    }

    @Bean
    SecurityFilterChain door(HttpSecurity http, SignInAnswers answers, SignInLog log, CurrentPerson people, Directories connected,
                             DirectorySignIn directory, ObjectProvider<JwtDecoder> decoder, ObjectProvider<ClientRegistrationRepository> directories,
                             @Qualifier(Clocks.WALL) Clock wallClock)
            throws Exception {
        if (!connected.browser().isEmpty()) {
            http.oauth2Login(login -> login.loginPage("/login").userInfoEndpoint(info -> info.oidcUserService(directory))
                    .successHandler(answers.signedIn()).failureHandler(answers.directoryRefused())
                    .withObjectPostProcessor(answers.directoryAway()));
        }
        if (connected.bearer()) {
            http.oauth2ResourceServer(bearer -> bearer.bearerTokenResolver(tokens()).authenticationEntryPoint(answers.bearerRefused())
                    .jwt(jwt -> jwt.decoder(new ReachableDecoder(decoder.getObject())).jwtAuthenticationConverter(directory)));
        }
        return http
                .addFilterBefore(new KnownPeopleFilter(people, log, wallClock), AuthorizationFilter.class)
                .addFilterAfter(new AuditorFilter(people), AuthorizationFilter.class)
                .addFilterAfter(new ClosedRoutesFilter(), AuditorFilter.class)
                .addFilterAfter(new OwnInstancesFilter(people), ClosedRoutesFilter.class)
                .authorizeHttpRequests(paths -> paths
                        .dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.FORWARD).permitAll()
                        .requestMatchers("/actuator/health", "/actuator/health/**", "/login", "/assets/**", "/webjars/**",
                                "/favicon.ico").permitAll()
                        .requestMatchers("/error").denyAll() // for the container, which comes as ERROR
                        .anyRequest().authenticated())
                .requestCache(cache -> cache.requestCache(wantedPage()))
                .formLogin(form -> form.loginPage("/login").permitAll().successHandler(answers.signedIn()).failureHandler(answers.passwordRefused()))
                .httpBasic(basic -> basic.authenticationEntryPoint(answers.basicRefused()))
                .exceptionHandling(SignInConfiguration::refusals)
                // the engine's web applications bring a filter of their own; a header cannot be forged across sites
                .csrf(csrf -> csrf.ignoringRequestMatchers(PATHS.matcher("/camunda/**"),
                        request -> request.getHeader(HttpHeaders.AUTHORIZATION) != null))
                .logout(out -> signOut(out, log, new ProviderSignOut(directories.getIfAvailable())))
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

    private static void signOut(LogoutConfigurer<HttpSecurity> logout, SignInLog log, ProviderSignOut provider) {
        logout.logoutRequestMatcher(new OrRequestMatcher(PATHS.matcher(HttpMethod.POST, "/logout"), WEBAPP_SIGN_OUT))
                .deleteCookies("JSESSIONID")
                .addLogoutHandler((request, response, person) -> log.signedOut(person, request))
                .logoutSuccessHandler((request, response, person) -> {
                    provider.remember(request, response, person);
                    if (WEBAPP_SIGN_OUT.matches(request)) {
                        response.setStatus(204);
                    } else {
                        response.sendRedirect(request.getContextPath() + "/login?out");
                    }
                });
    }

    /** Clients come with tokens to REST only; pages have sessions. */
    private static BearerTokenResolver tokens() {
        RequestMatcher rest = new OrRequestMatcher(PATHS.matcher("/api/**"), PATHS.matcher("/engine-rest/**"));
        DefaultBearerTokenResolver header = new DefaultBearerTokenResolver();
        return request -> rest.matches(request) ? header.resolve(request) : null;
    }

    @Bean
    FilterRegistrationBean<RefusalFilter> refusalFilter(SignInLog log) {
        FilterRegistrationBean<RefusalFilter> filter = new FilterRegistrationBean<>(new RefusalFilter(log));
        filter.setOrder(AROUND_SECURITY);
        return filter;
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> unreadableRequests(SignInLog log) {
        // after the server's own error page, so that it comes first
        return server -> server.addContextCustomizers(context -> context.getParent().getPipeline().addValve(new UnreadableRequests(log)));
    }

    @Bean
    FilterRegistrationBean<UploadFilter> uploads() {
        FilterRegistrationBean<UploadFilter> filter = new FilterRegistrationBean<>(new UploadFilter());
        filter.setOrder(AROUND_SECURITY - 1);
        return filter;
    }

    @Bean
    FilterRegistrationBean<BodyLimitFilter> bodyLimit() {
        FilterRegistrationBean<BodyLimitFilter> filter = new FilterRegistrationBean<>(new BodyLimitFilter());
        filter.setOrder(AFTER_SECURITY - 1);
        return filter;
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
