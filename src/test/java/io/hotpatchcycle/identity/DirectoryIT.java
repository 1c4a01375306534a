package io.hotpatchcycle.identity;

import static io.hotpatchcycle.identity.Browser.basic;
import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.browser.Chromium;
import io.hotpatchcycle.graph.GraphSettings;
import io.hotpatchcycle.graph.GraphTenant;
import io.hotpatchcycle.sandbox.SandboxSettings;
import io.hotpatchcycle.sandbox.SandboxTenant;
import io.hotpatchcycle.testing.FrameApplication;
import io.hotpatchcycle.testing.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Sign-in through a real provider of OpenID Connect, and clients with its tokens, over real HTTP and in a real browser. */
@SpringBootTest(classes = FrameApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@Import(DirectoryIT.Tenant.class)
@DirtiesContext
class DirectoryIT {

    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static final MockOAuth2Server PROVIDER = new MockOAuth2Server();
    private static final String ISSUER = "entra";
    private static final String CLIENT = "hotpatch-cycle";
    private static final String CHANGE_GROUP = "0c7a1d1e-2f43-4d9b-8a52-9f6b3f0f4a11";
    private static final SandboxTenant TENANT = SandboxTenant.start(SandboxSettings.defaults().withFleet(100, 1).withPace(0));
    private static final String PASSWORD = "a long break-glass password";

    @LocalServerPort
    private int port;
    @TempDir
    private static Path folder;

    private final IdentityService identity;
    private final ProcessEngine engine;
    private final JdbcTemplate jdbc;
    private final Accounts accounts;
    private String oid;
    private Browser browser;

    @Autowired
    DirectoryIT(ProcessEngine engine, JdbcTemplate jdbc, Accounts accounts) {
        this.accounts = accounts;
        this.engine = engine;
        this.identity = engine.getIdentityService();
        this.jdbc = jdbc;
    }

    /** As the program wires it. Without an annotation, so that tests of the whole program do not find it on their way through the packages. */
    static class Tenant {

        @Bean
        GroupLookup groupLookup() {
            return new GraphTenant(new GraphSettings(TENANT.baseUrl(), () -> "any", Duration.ofSeconds(5), Clock.systemUTC())).people();
        }
    }

    @DynamicPropertySource
    static void directory(DynamicPropertyRegistry properties) {
        DATABASE.register(properties);
        PROVIDER.start();
        String issuer = PROVIDER.issuerUrl(ISSUER).toString();
        properties.add("hotpatch.sandbox.enabled", () -> "false");
        properties.add("hotpatch.admin.user", () -> "glass");
        properties.add("hotpatch.admin.password", () -> PASSWORD);
        properties.add("hotpatch.sign-in.roles[change-managers]", () -> CHANGE_GROUP);
        properties.add("hotpatch.sign-in.roles[auditors]", () -> "Auditors of patching");
        properties.add("hotpatch.sign-in.roles[release-managers]", () -> "Hotpatch.Release");
        properties.add("spring.security.oauth2.client.registration.entra.client-id", () -> CLIENT);
        properties.add("spring.security.oauth2.client.registration.entra.client-secret", () -> "secret");
        properties.add("spring.security.oauth2.client.registration.entra.client-name", () -> "Entra ID");
        properties.add("spring.security.oauth2.client.registration.entra.scope", () -> "openid");
        properties.add("spring.security.oauth2.client.provider.entra.issuer-uri", () -> issuer);
        properties.add("spring.security.oauth2.resourceserver.jwt.issuer-uri", () -> issuer);
        properties.add("spring.security.oauth2.resourceserver.jwt.audiences", () -> CLIENT);
    }

    @AfterAll
    static void close() {
        PROVIDER.shutdown();
        TENANT.close();
    }

    @BeforeEach
    void somebodyNew() {
        oid = UUID.randomUUID().toString();
        browser = new Browser(port);
    }

    @Test
    void whoSignsInIsCreatedWithTheGroupsTheDirectoryGives() {
        HttpResponse<String> back = signIn(Map.of("name", "Ada Lovelace", "groups", List.of(CHANGE_GROUP, UUID.randomUUID().toString()),
                "amr", List.of("pwd", "mfa"), "auth_time", Instant.now().minusSeconds(60).getEpochSecond()));

        assertThat(location(back)).endsWith("/camunda/app/tasklist/default/");
        assertThat(browser.get("/camunda/app/tasklist/default/").statusCode()).isEqualTo(200);
        assertThat(browser.get("/engine-rest/engine").statusCode()).isEqualTo(200);
        assertThat(identity.createUserQuery().userId(oid).singleResult().getFirstName()).isEqualTo("Ada Lovelace");
        assertThat(roles()).containsExactly("change-managers");
        assertThat(event("person.signedIn")).contains("oidc amr=mfa+pwd", "\"from\": \"127.0.0.1\"");
    }

    @Test
    void membershipsAreReplacedAtEachSignIn() {
        signIn(Map.of("groups", List.of(CHANGE_GROUP)));
        signIn(Map.of("name", "New Name", "groups", List.of("Auditors of patching"), "roles", List.of("Hotpatch.Release")), 2);

        assertThat(roles()).containsExactly("auditors", "release-managers");
        assertThat(identity.createUserQuery().userId(oid).singleResult().getFirstName()).isEqualTo("New Name");
        assertThat(events("person.rolesChanged")).hasSize(2).last().asString().contains("\"taken\": [\"change-managers\"]");
    }

    @Test
    void aGroupKnownByItsNameIsLostWhenItIsRenamedAndTheOneKnownByItsIdIsNot() {
        signIn(Map.of("groups", List.of("Auditors of patching", CHANGE_GROUP)));
        signIn(Map.of("groups", List.of("Auditors (renamed)", CHANGE_GROUP)), 2);

        assertThat(roles()).containsExactly("change-managers");
    }

    @ParameterizedTest
    @CsvSource({"false, None of your groups has a role", "true, so many groups"})
    void withoutAUsableGroupNobodyGetsIn(boolean cutOff, String sentence) {
        Map<String, Object> claims = cutOff ? Map.of("_claim_names", Map.of("groups", "src1"),
                "_claim_sources", Map.of("src1", Map.of("endpoint", "https://graph.example/getMemberObjects"))) : Map.of("groups", List.of());
        HttpResponse<String> back = signIn(claims);

        assertThat(location(back)).contains("/login?refused=");
        assertThat(browser.get(path(back)).body()).contains(sentence);
        assertThat(browser.get("/engine-rest/engine").statusCode()).isEqualTo(401);
        assertThat(identity.createUserQuery().userId(oid).count()).isZero();
        assertThat(jdbc.queryForObject("select count(*) from hotpatch.event where type = 'signIn.refused' and data->>'reason' like '%" + oid + "%'",
                Integer.class)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"_claim_names", "hasgroups"})
    void groupsThatTheTokenLeavesOutAreLookedUp(String how) {
        belongsTo(300, CHANGE_GROUP);

        assertThat(location(signIn(cutOff(how)))).endsWith("/camunda/app/tasklist/default/");
        assertThat(browser.get("/engine-rest/engine").statusCode()).isEqualTo(200);
        assertThat(roles()).containsExactly("change-managers");

        belongsTo(1_500, null);
        assertThat(location(signIn(cutOff(how), 2))).contains("refused=no-role");
        assertThat(roles()).isEmpty();
    }

    @Test
    void aClientsTokenIsLookedUpOnceAndANewerOneAnew() {
        belongsTo(300, CHANGE_GROUP);
        String[] token = bearer(CLIENT, ISSUER, 3600, 0, cutOff("hasgroups"));
        tenant("DELETE", "/__sandbox/calls", "");
        for (int i = 0; i < 3; i++) {
            assertThat(browser.get("/engine-rest/engine", token).statusCode()).isEqualTo(200);
        }
        assertThat(tenant("GET", "/__sandbox/calls", "").body().split("\"address\"", -1)).as("calls").hasSize(2);
        assertThat(roles()).containsExactly("change-managers");

        belongsTo(300, null);
        Map<String, Object> newer = new HashMap<>(cutOff("hasgroups"));
        newer.put("iat", Instant.now().plusSeconds(5).getEpochSecond());
        assertThat(browser.get("/engine-rest/engine", bearer(CLIENT, ISSUER, 3600, 0, newer)).statusCode()).isEqualTo(403);
        assertThat(browser.get("/engine-rest/engine", token).statusCode()).as("the older one").isNotEqualTo(200);
        assertThat(roles()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"status\": 403", "\"status\": 503", "\"status\": 429, \"retryAfterSeconds\": 20", "\"cutBody\": true", "\"replaceBody\": {\"value\": null}",
            "\"drop\": true"})
    void whenGroupsCannotBeLookedUpNobodyGetsIn(String fault) {
        belongsTo(300, CHANGE_GROUP);
        tenant("POST", "/__sandbox/faults", "{\"match\": {\"path\": \"transitiveMemberOf\"}, " + fault + ", \"times\": 2}");

        Map<String, Object> withARole = new HashMap<>(cutOff("_claim_names"));
        withARole.put("roles", List.of("Hotpatch.Release"));
        HttpResponse<String> back = signIn(withARole);
        assertThat(location(back)).contains("refused=groups-unreadable");
        assertThat(browser.get(path(back)).body()).contains("looking them up failed");
        HttpResponse<String> client = browser.get("/engine-rest/engine", bearer(CLIENT, ISSUER, 3600, 0, cutOff("hasgroups")));
        assertThat(client.statusCode()).isEqualTo(403);
        assertThat(client.body()).contains("looking them up failed");
        assertThat(identity.createUserQuery().userId(oid).count()).isZero();
        assertThat(jdbc.queryForList("select data->>'reason' from hotpatch.event where type = 'signIn.refused'", String.class))
                .anyMatch(reason -> reason.contains("The groups of " + oid + " cannot be looked up: Could not read"));
        tenant("DELETE", "/__sandbox/faults", "");
    }

    private static Map<String, Object> cutOff(String how) {
        return "hasgroups".equals(how) ? Map.of("hasgroups", true) : Map.of("_claim_names", Map.of("groups", "src1"),
                "_claim_sources", Map.of("src1", Map.of("endpoint", "https://graph.example/getMemberObjects")));
    }

    /** @param last the group on the last page; null for none */
    private void belongsTo(int others, String last) {
        List<String> groups = new ArrayList<>(IntStream.range(0, others).mapToObj(i -> UUID.randomUUID().toString()).toList());
        if (last != null) {
            groups.add(last.toUpperCase(Locale.ROOT));
        }
        assertThat(tenant("POST", "/__sandbox/people", "{\"id\": \"" + oid + "\", \"groups\": [\"" + String.join("\", \"", groups) + "\"]}").statusCode()).isEqualTo(204);
    }

    private static HttpResponse<String> tenant(String method, String path, String body) {
        try {
            return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(TENANT.baseUrl() + path)).method(method,
                    HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("The sandbox does not answer", e);
        }
    }

    @Test
    void threeHundredGroupsInTheTokenAreReadAsTheyAre() {
        List<String> many = new ArrayList<>(IntStream.range(0, 299).mapToObj(i -> UUID.randomUUID().toString()).toList());
        many.add(CHANGE_GROUP);
        signIn(Map.of("groups", many));

        assertThat(roles()).containsExactly("change-managers");
    }

    @Test
    void whoLosesTheLastGroupLosesTheSessionToo() {
        signIn(Map.of("groups", List.of(CHANGE_GROUP)));
        Browser elsewhere = browser;
        browser = new Browser(port);
        assertThat(location(signIn(Map.of("groups", List.of()), 2))).contains("refused=no-role");

        assertThat(roles()).isEmpty();
        assertThat(elsewhere.get("/engine-rest/engine").statusCode()).isEqualTo(401);
        assertThat(elsewhere.get("/camunda/app/tasklist/default/").statusCode()).isEqualTo(302);
    }

    @Test
    void anIdOfALocalAccountIsNotTakenOver() {
        oid = "glass";
        assertThat(location(signIn(Map.of("groups", List.of(CHANGE_GROUP))))).contains("refused=id-taken");
        assertThat(browser.get("/engine-rest/engine").statusCode()).isEqualTo(401);
        assertThat(roles()).containsExactly("break-glass", "camunda-admin");
    }

    @Test
    void anAccountOfTheDirectoryHasNoPasswordAndCannotChangeItself() {
        signIn(Map.of("groups", List.of(CHANGE_GROUP)));
        org.camunda.bpm.engine.identity.User user = identity.createUserQuery().userId(oid).singleResult();
        user.setPassword("set by an administrator");
        identity.saveUser(user);

        assertThat(new Browser(port).get("/engine-rest/engine", basic(oid, "set by an administrator")).statusCode()).isEqualTo(401);
        identity.setAuthentication(oid, List.of("change-managers"));
        try {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> identity.deleteUser(oid)).hasMessageContaining("DELETE");
        } finally {
            identity.clearAuthentication();
        }
    }

    @ParameterizedTest
    @CsvSource({
            "hotpatch-cycle, entra, 3600, 0, 200, ''",
            "hotpatch-cycle, entra, 3600, 30, 200, ''",
            "hotpatch-cycle, entra, -30, 0, 200, ''",
            "hotpatch-cycle, entra, 3600, 300, 401, before",
            "hotpatch-cycle, entra, -300, 0, 401, expired",
            "another, entra, 3600, 0, 401, aud",
            "hotpatch-cycle, other, 3600, 0, 401, 'no matching key'"})
    void aTokenIsTakenWithTheRightAudienceIssuerAndTimes(String audience, String issuer, long expires, long validIn, int status, String why) {
        HttpResponse<String> answer = browser.get("/engine-rest/engine", bearer(audience, issuer, expires, validIn, Map.of("groups", List.of(CHANGE_GROUP))));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        if (status == 401) {
            assertThat(answer.body()).contains("The token was refused").containsPattern(why);
            assertThat(identity.createUserQuery().userId(oid).count()).isZero();
        } else {
            assertThat(roles()).containsExactly("change-managers");
            assertThat(event("person.signedIn")).contains("bearer");
        }
    }

    @Test
    void aTokenWithoutARoleIsForbiddenAndOneForPagesIsNoSession() {
        assertThat(browser.get("/engine-rest/engine", bearer(CLIENT, ISSUER, 3600, 0, Map.of())).statusCode()).isEqualTo(403);
        HttpResponse<String> page = browser.get("/camunda/app/tasklist/default/", bearer(CLIENT, ISSUER, 3600, 0, Map.of("groups", List.of(CHANGE_GROUP))));
        assertThat(page.statusCode()).isEqualTo(302);
        assertThat(browser.get("/engine-rest/engine", "Authorization", "Bearer not.a.token").statusCode()).isEqualTo(401);
    }

    @Test
    void anOlderTokenDoesNotBringBackARightThatWasWithdrawn() {
        String[] old = bearer(CLIENT, ISSUER, 3600, 0, Map.of("groups", List.of(CHANGE_GROUP), "iat", Instant.now().minusSeconds(600).getEpochSecond()));
        browser.get("/engine-rest/engine", old);
        assertThat(roles()).containsExactly("change-managers");

        browser.get("/engine-rest/engine", bearer(CLIENT, ISSUER, 3600, 0, Map.of("groups", List.of("Auditors of patching"))));
        browser.get("/engine-rest/engine", old);

        assertThat(roles()).containsExactly("auditors");
    }

    @Test
    void whoDidNotComeForLongIsNotCountedUntilHeComesAgain() {
        Map<String, Object> longAgo = Map.of("groups", List.of(CHANGE_GROUP), "iat", Instant.now().minus(Duration.ofDays(91)).getEpochSecond());
        browser.get("/engine-rest/engine", bearer(CLIENT, ISSUER, 3600, 0, longAgo));
        assertThat(accounts.unused(Set.of(oid))).hasEntrySatisfying(oid, why -> assertThat(why).startsWith("last signed in through the directory on 20")
                .endsWith("more than 90 days ago (hotpatch.sign-in.seen-within), and may have left it"));

        browser.get("/engine-rest/engine", bearer(CLIENT, ISSUER, 3600, 0, Map.of("groups", List.of(CHANGE_GROUP))));
        assertThat(accounts.unused(Set.of(oid))).isEmpty();

        identity.setUserInfo(oid, DirectoryPeople.DIRECTORY, "https://login.example.com/another/v2.0");
        assertThat(accounts.unused(Set.of(oid))).containsEntry(oid, "the directory https://login.example.com/another/v2.0 is not connected any more");
    }

    @Test
    void ofLocalAccountsOnlyBreakGlassIsCountedOnceADirectoryIsConnected() {
        User local = identity.newUser(oid);
        local.setPassword(PASSWORD);
        identity.saveUser(local);
        assertThat(accounts.unused(Set.of(oid, "glass"))).containsOnlyKeys(oid).hasEntrySatisfying(oid, why -> assertThat(why).contains("outside break-glass"));
    }

    @Test
    void aTaskOfADeletedPersonIsDecidedByAnother() {
        signIn(Map.of("groups", List.of(CHANGE_GROUP)));
        Task task = engine.getTaskService().newTask();
        engine.getTaskService().saveTask(task);
        engine.getTaskService().addCandidateGroup(task.getId(), "change-managers");
        engine.getTaskService().claim(task.getId(), oid);
        identity.deleteUser(oid);

        assertThat(browser.get("/engine-rest/task/" + task.getId()).statusCode()).isEqualTo(401);
        oid = UUID.randomUUID().toString();
        HttpResponse<String> done = browser.postJson("/engine-rest/task/" + task.getId() + "/complete", "{}",
                bearer(CLIENT, ISSUER, 3600, 0, Map.of("groups", List.of(CHANGE_GROUP))));
        assertThat(done.statusCode()).isEqualTo(204);
    }

    @Test
    void aProgramWithATokenOfItsOwnIsNoPerson() {
        Map<String, Object> program = Map.of("groups", List.of(CHANGE_GROUP), "scp", List.of(), "idtyp", "app", "azp", "robot", "app_displayname", "Robot");
        assertThat(browser.get("/engine-rest/engine", bearer(CLIENT, ISSUER, 3600, 0, program)).statusCode()).isEqualTo(200);
        assertThat(event("person.signedIn")).contains("client");
        assertThat(accounts.unused(Set.of(oid))).containsEntry(oid, "it is a program, and programs decide nothing");

        browser.get("/engine-rest/engine", bearer(CLIENT, ISSUER, 3600, 0, Map.of("groups", List.of(CHANGE_GROUP))));
        assertThat(accounts.unused(Set.of(oid))).as("a person").isEmpty();
        assertThat(SignedIn.isProgram(Map.of("azp", "robot"))).as("no scope that a person gave").isTrue();
        assertThat(SignedIn.isProgram(Map.of("idtyp", "user"))).isFalse();
    }

    @Test
    void outMeansOutAtTheProviderToo() {
        signIn(Map.of("groups", List.of(CHANGE_GROUP)));
        browser.get("/camunda/app/tasklist/default/");

        assertThat(browser.postJson("/camunda/api/admin/auth/user/default/logout", "").statusCode()).isEqualTo(204);

        assertThat(browser.get("/engine-rest/engine").statusCode()).isEqualTo(401);
        assertThat(browser.get("/login?out").body()).contains(PROVIDER.endSessionEndpointUrl(ISSUER).toString(), "id_token_hint=", "http-equiv=\"refresh\"");
        assertThat(browser.get("/login?out").body()).as("once").doesNotContain("id_token_hint");
        assertThat(events("person.signedOut")).hasSize(1);
    }

    @Test
    void aSessionIsNotTheOneFromBeforeTheSignIn() {
        browser.get("/login");
        String before = browser.cookie("JSESSIONID");
        signIn(Map.of("groups", List.of(CHANGE_GROUP)));

        assertThat(before).isNotBlank();
        assertThat(browser.cookie("JSESSIONID")).isNotEqualTo(before);
    }

    @Test
    void aForgedStateIsRefused() {
        String begun = location(browser.get("/oauth2/authorization/entra"));
        String callback = location(browser.get(begun));

        HttpResponse<String> victim = new Browser(port).get(callback);

        assertThat(location(victim)).contains("refused=late");
        assertThat(new Browser(port).get("/engine-rest/engine").statusCode()).isEqualTo(401);
    }

    @Test
    void theBreakGlassAccountOpensAndRaisesAnAlert() {
        HttpResponse<String> in = browser.signIn("glass", PASSWORD);
        assertThat(location(in)).doesNotContain("login");
        assertThat(browser.get("/login?out").statusCode()).isEqualTo(302);
        assertThat(jdbc.queryForList("select data->>'from' from hotpatch.event where type = 'breakGlass.used' and actor = 'glass'", String.class)).contains("127.0.0.1");
    }

    @Test
    void otherLocalAccountsAreClosed() {
        org.camunda.bpm.engine.identity.User user = identity.newUser("local-" + oid);
        user.setPassword("secret password");
        identity.saveUser(user);
        identity.createMembership(user.getId(), Groups.ADMINS);

        assertThat(location(browser.signIn(user.getId(), "secret password"))).contains("refused=local-closed");
        assertThat(browser.get("/engine-rest/engine", basic(user.getId(), "secret password")).body()).contains("Local accounts are closed");
        assertThat(browser.get("/login").body()).contains("Sign in with <strong>Entra ID</strong>", "Break-glass account");
    }

    @Test
    @Tag("browser")
    void aPersonSignsInWithChromiumAndOutAgain() {
        provide(Map.of("name", "Grace Hopper", "groups", List.of(CHANGE_GROUP)), 0);
        try (Chromium chromium = new Chromium(port, folder.resolve("profile"))) {
            chromium.open("/camunda/app/tasklist/default/");
            chromium.visible(By.linkText("Sign in with Entra ID"));
            chromium.picture("sign-in-directory");
            chromium.click(By.linkText("Sign in with Entra ID"));
            chromium.awaitText(By.tagName("body"), "Grace Hopper");
            chromium.picture("tasklist-directory");
            chromium.click(By.xpath("//a[contains(., 'Grace Hopper')]"));
            chromium.picture("tasklist-account");
            chromium.click(By.xpath("//a[contains(@ng-click, 'logout') or contains(@class, 'logout') or contains(., 'Log out') or contains(., 'Sign out')]"));
            chromium.awaitText(By.tagName("body"), "signed out everywhere");
            chromium.open("/camunda/app/tasklist/default/");
            chromium.visible(By.linkText("Sign in with Entra ID"));
        }
    }

    private HttpResponse<String> signIn(Map<String, Object> claims) {
        return signIn(claims, 0);
    }

    /** @param later seconds by which the token is newer than one issued now */
    private HttpResponse<String> signIn(Map<String, Object> claims, int later) {
        provide(claims, later);
        browser.get("/camunda/app/tasklist/default/");
        String provider = location(browser.get("/oauth2/authorization/entra"));
        return browser.get(location(browser.get(provider)));
    }

    private void provide(Map<String, Object> claims, int later) {
        Map<String, Object> all = new HashMap<>(claims);
        all.put("oid", oid);
        if (later > 0) {
            all.put("iat", Instant.now().plusSeconds(later).getEpochSecond());
        }
        PROVIDER.enqueueCallback(new DefaultOAuth2TokenCallback(ISSUER, "subject", "JWT", List.of(CLIENT), all, 3600));
    }

    private String[] bearer(String audience, String issuer, long expires, long validIn, Map<String, Object> more) {
        long now = Instant.now().getEpochSecond();
        Map<String, Object> claims = new HashMap<>(Map.of("oid", oid, "scp", "access_as_user", "iat", Math.min(now, now + expires - 60), "nbf", now + validIn, "exp", now + expires));
        if (expires < 0) {
            claims.put("nbf", now + expires - 60);
        }
        claims.putAll(more);
        return new String[] {"Authorization", "Bearer " + PROVIDER.issueToken(issuer, CLIENT, new DefaultOAuth2TokenCallback(issuer, "subject", "JWT",
                List.of(audience), claims, 3600)).serialize()};
    }

    private List<String> roles() {
        return identity.createGroupQuery().groupMember(oid).orderByGroupId().asc().list().stream().map(Group::getId).toList();
    }

    private String event(String type) {
        assertThat(events(type)).isNotEmpty();
        return events(type).get(0);
    }

    private List<String> events(String type) {
        return jdbc.queryForList("select data::text from hotpatch.event where type = ? and (actor = ? or data->>'person' = ?) order by id", String.class, type, oid, oid);
    }

    private static String location(HttpResponse<String> response) {
        return response.headers().firstValue("Location").orElseThrow(() -> new AssertionError(response.statusCode() + " " + response.body()));
    }

    private static String path(HttpResponse<String> response) {
        String location = location(response);
        return location.substring(location.indexOf("/login"));
    }
}
