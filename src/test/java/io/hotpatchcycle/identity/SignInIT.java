package io.hotpatchcycle.identity;

import static io.hotpatchcycle.identity.Browser.basic;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import io.hotpatchcycle.testing.FrameApplication;
import jakarta.servlet.http.HttpSession;
import io.hotpatchcycle.testing.TestDatabase;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** One sign-in for everything, over real HTTP. */
@SpringBootTest(classes = FrameApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@Import(SignInIT.Pages.class)
class SignInIT {

    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static final String PROCESS = "sign-in-test";

    @LocalServerPort
    private int port;

    private final ProcessEngine engine;
    private final JdbcTemplate jdbc;
    private Browser browser;
    private String task;

    @Autowired
    SignInIT(ProcessEngine engine, JdbcTemplate jdbc) {
        this.engine = engine;
        this.jdbc = jdbc;
    }

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        DATABASE.register(properties);
        properties.add("hotpatch.sandbox.enabled", () -> "true");
    }

    @BeforeEach
    void startTask() {
        browser = new Browser(port);
        engine.getRepositoryService().createDeployment().enableDuplicateFiltering(false).name(PROCESS)
                .addModelInstance(PROCESS + ".bpmn", model()).deploy();
        String instance = engine.getRuntimeService().startProcessInstanceByKey(PROCESS).getId();
        Task created = engine.getTaskService().createTaskQuery().processInstanceId(instance).singleResult();
        task = created.getId();
    }

    private static BpmnModelInstance model() {
        return Bpmn.createExecutableProcess(PROCESS).camundaHistoryTimeToLiveString("P1D").startEvent()
                .userTask("approve").name("Approve").camundaCandidateGroups(Groups.CHANGE_MANAGERS).endEvent().done();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness", "/login",
            "/assets/login.css"})
    void healthAndStaticFilesAreOpen(String path) {
        assertThat(browser.get(path).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/camunda/app/tasklist/default/", "/camunda/app/cockpit/default/",
            "/camunda/app/admin/default/", "/camunda/", "/nothing-here"})
    void aPageWithoutSignInLeadsToTheSignInPage(String path) {
        HttpResponse<String> response = browser.get(path);

        assertThat(response.statusCode()).isEqualTo(302);
        assertThat(response.headers().firstValue("Location")).hasValueSatisfying(to -> assertThat(to).endsWith("/login"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/cycles", "/engine-rest/engine", "/engine-rest/task", "/v3/api-docs",
            "/camunda/api/engine/engine", "/camunda/api/admin/auth/user/default", "/actuator/prometheus", "/actuator"})
    void aProgramWithoutSignInGetsA401InJsonAndNoPasswordDialogue(String path) {
        HttpResponse<String> response = browser.get(path);

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate")).isEmpty();
        assertThat(response.headers().firstValue("Content-Type")).hasValueSatisfying(
                type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(response.body()).contains("\"status\":401");
    }

    @ParameterizedTest
    @CsvSource({"change.manager,change.manager,200", "mistyped,wrong,401", "nobody,nobody,401", "nobody,'',401"})
    void basicAuthenticationOpensTheEnginesRest(String name, String password, int status) {
        addPerson("mistyped");
        assertThat(browser.get("/engine-rest/engine", basic(name, password)).statusCode()).isEqualTo(status);
    }

    @Test
    void theEngineChecksRightsOfRestCalls() {
        HttpResponse<String> mayNot = browser.get("/engine-rest/user/admin/profile", basic("business.owner", "business.owner"));
        HttpResponse<String> tasks = browser.get("/engine-rest/task?processDefinitionKey=" + PROCESS,
                basic("business.owner", "business.owner"));

        assertThat(mayNot.statusCode()).isGreaterThanOrEqualTo(400);
        assertThat(tasks.body()).isEqualTo("[]");
    }

    @Test
    void onlyCandidatesCompleteATask() {
        for (String other : new String[] {"auditor", "business.owner", "cab.member", "release.manager"}) {
            assertThat(complete(other)).as(other).isEqualTo(403);
        }
        assertThat(complete("change.manager")).isEqualTo(204);
    }

    @Test
    void aCandidateMayNotChangeWhoDecides() {
        HttpResponse<String> response = browser.postJson("/engine-rest/task/" + task + "/identity-links",
                "{\"userId\":\"business.owner\",\"type\":\"candidate\"}", basic("change.manager", "change.manager"));

        assertThat(response.statusCode()).isEqualTo(403);
    }

    @Test
    void whoClaimedATaskGivesItBack() {
        assertThat(onTask("change.manager", "claim", "change.manager")).isEqualTo(204);
        assertThat(onTask("change.manager", "unclaim", null)).isEqualTo(204);

        assertThat(assignee()).isNull();
        assertThat(lastOnTask()).isEqualTo("change.manager: change.manager -> nobody");
    }

    @ParameterizedTest
    @ValueSource(strings = {"claim", "assignee"})
    void anotherCandidateTakesATaskOverAndItIsLoggedFromWhom(String way) {
        addPerson("second.manager");
        if (engine.getIdentityService().createUserQuery().userId("second.manager").memberOfGroup(Groups.CHANGE_MANAGERS).count() == 0) {
            engine.getIdentityService().createMembership("second.manager", Groups.CHANGE_MANAGERS);
        }
        assertThat(onTask("change.manager", "claim", "change.manager")).isEqualTo(204);

        assertThat(onTask("second.manager", way, "second.manager")).isEqualTo(204);

        assertThat(assignee()).isEqualTo("second.manager");
        assertThat(lastOnTask()).isEqualTo("second.manager: change.manager -> second.manager");
        assertThat(onTask("change.manager", "unclaim", null)).as("Tasklist's way: free it first").isEqualTo(204);
        assertThat(assignee()).isNull();
    }

    @Test
    void nobodyIsGivenATaskByWhoMayNotAssignIt() {
        for (String claimed : new String[] {null, "change.manager"}) {
            engine.getTaskService().setAssignee(task, claimed);
            for (String way : new String[] {"claim", "assignee", "delegate"}) {
                for (String other : new String[] {"business.owner", "cab.member"}) {
                    assertThat(onTask("change.manager", way, other)).as("%s for %s", way, other).isGreaterThanOrEqualTo(400);
                    assertThat(onTask(other, way, other)).as("%s as %s", way, other).isEqualTo(403);
                }
            }
            assertThat(onTask("cab.member", "unclaim", null)).isEqualTo(403);
            assertThat(assignee()).isEqualTo(claimed);
        }
        assertThat(onTask("admin", "assignee", "cab.member")).as("an administrator assigns").isEqualTo(204);
        assertThat(onTask("cab.member", "unclaim", null)).as("and who was given it gives it back").isEqualTo(204);
        assertThat(assignee()).isNull();
    }

    private int onTask(String person, String way, String user) {
        String body = user == null ? "{}" : "{\"userId\":\"" + user + "\"}";
        return browser.postJson("/engine-rest/task/" + task + "/" + way, body, basic(person, person.equals("second.manager") ? "secret" : person)).statusCode();
    }

    private String assignee() {
        return engine.getTaskService().createTaskQuery().taskId(task).singleResult().getAssignee();
    }

    /** What the trail takes over from the engine's log in the whole program. */
    private String lastOnTask() {
        return jdbc.queryForObject("select user_id_ || ': ' || coalesce(org_value_, 'nobody') || ' -> ' || coalesce(new_value_, 'nobody') from public.act_hi_op_log "
                + "where task_id_ = ? and property_ = 'assignee' order by timestamp_ desc limit 1", String.class, task);
    }

    private int complete(String person) {
        return browser.postJson("/engine-rest/task/" + task + "/complete", "{}", basic(person, person)).statusCode();
    }

    @Test
    void theAuditorReadsWhatRunsAndChangesNothing() {
        String[] auditor = basic("auditor", "auditor");
        String instance = engine.getTaskService().createTaskQuery().taskId(task).singleResult().getProcessInstanceId();

        assertThat(browser.get("/engine-rest/process-instance/" + instance, auditor).statusCode()).isEqualTo(200);
        assertThat(browser.get("/engine-rest/history/activity-instance?processInstanceId=" + instance, auditor).body())
                .contains("approve");
        assertThat(browser.postJson("/engine-rest/process-instance/" + instance + "/variables", "{\"modifications\":"
                + "{\"x\":{\"value\":1}}}", auditor).statusCode()).isEqualTo(403);
    }

    /** Some of these need no right in the engine at all. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "POST   | /engine-rest/filter/create                                | {\"resourceType\":\"Task\",\"name\":\"mine\",\"query\":{}}",
            "PUT    | /engine-rest/user/auditor/profile                         | {\"id\":\"auditor\",\"firstName\":\"Other\"}",
            "POST   | /engine-rest/task/TASK/claim                              | {\"userId\":\"auditor\"}",
            "POST   | /engine-rest/engine/default/task/create                   | {\"name\":\"mine\"}",
            "POST   | /engine-rest/process-definition/key/sign-in-test/start    | {}",
            "POST   | /engine-rest/message                                      | {\"messageName\":\"anything\"}",
            "DELETE | /engine-rest/task/TASK                                    | {}",
            "POST   | /api/v1/substitutes                                       | {}",
            "POST   | /api/v1/cycles/none/count                                 | {}",
            "PATCH  | /engine-rest/task                                         | {}"})
    void whoeverIsAnAuditorOnlyIsRefusedEveryChangeInASentenceAndTheTrailSaysSo(String method, String path, String body) {
        String operations = "select count(*) from public.act_hi_op_log where user_id_ = 'auditor'";
        String refused = "select count(*) from hotpatch.event where type = 'access.refused' and data->>'call' = ?";
        long before = jdbc.queryForObject(operations, Long.class);
        String real = path.replace("TASK", task);

        HttpResponse<String> response = browser.call(method, real, body, basic("auditor", "auditor"));

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).contains("Auditors read everything and change nothing");
        assertThat(jdbc.queryForObject(operations, Long.class)).isEqualTo(before);
        assertThat(jdbc.queryForObject(refused, Long.class, method + " " + real)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/engine-rest/task", "/engine-rest/task/count", "/engine-rest/engine/default/process-instance/count",
            "/engine-rest/history/process-instance", "/engine-rest/history/detail"})
    void anAuditorsQueriesMayComeByPost(String path) {
        assertThat(browser.postJson(path, "{}", basic("auditor", "auditor")).statusCode()).isEqualTo(200);
    }

    @Test
    void anAuditorsSessionReadsInCockpitAndCanBeEnded() {
        browser.signIn("auditor", "auditor");
        browser.get("/camunda/app/cockpit/default/");
        String token = browser.get("/test/token").body();

        assertThat(browser.postJson("/camunda/api/cockpit/plugin/base/default/process-instance/count", "{}", "X-XSRF-TOKEN",
                browser.cookie("/camunda/", "XSRF-TOKEN")).statusCode()).isEqualTo(200);
        assertThat(browser.postJson("/engine-rest/task/" + task + "/claim", "{\"userId\":\"auditor\"}", "X-CSRF-TOKEN", token).body())
                .contains("Auditors read everything");
        assertThat(browser.postForm("/logout", "", "X-CSRF-TOKEN", token).headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/login?out"));
    }

    @Test
    void anAuditorWithAnotherRoleMayDoWhatThatRoleMay() {
        addPerson("auditing.manager");
        engine.getIdentityService().createMembership("auditing.manager", Groups.CHANGE_MANAGERS);

        assertThat(browser.postJson("/engine-rest/task/" + task + "/claim", "{\"userId\":\"auditing.manager\"}",
                basic("auditing.manager", "secret")).statusCode()).isEqualTo(204);
    }

    @Test
    void oneSignInOpensTasklistAndRest() {
        browser.get("/camunda/app/tasklist/default/");
        HttpResponse<String> signedIn = browser.signIn("change.manager", "change.manager");

        assertThat(signedIn.statusCode()).isEqualTo(302);
        assertThat(signedIn.headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).contains("/camunda/app/tasklist/default/"));
        assertThat(browser.get("/camunda/app/tasklist/default/").statusCode()).isEqualTo(200);
        assertThat(browser.get("/camunda/api/admin/auth/user/default").body())
                .contains("\"userId\":\"change.manager\"").contains("tasklist").doesNotContain("cockpit");
        assertThat(browser.get("/engine-rest/task/" + task).statusCode()).isEqualTo(200);
        assertThat(browser.get("/test/person").body()).isEqualTo("change.manager [change-managers]");
    }

    @Test
    void tasklistShowsThePersonsTasksThroughTheFirstFilter() {
        browser.signIn("change.manager", "change.manager");
        String filters = browser.get("/camunda/api/engine/engine/default/filter?resourceType=Task").body();
        String first = engine.getFilterService().createFilterQuery().filterName(TaskLists.GROUP_TASKS).singleResult().getId();

        assertThat(filters).contains(first).doesNotContain(TaskLists.ALL_TASKS);
        assertThat(browser.get("/camunda/api/engine/engine/default/filter/" + first + "/list").body()).contains(task);
    }

    @Test
    void aSessionThatSomebodyPreparedIsNotTheOneThatIsSignedIn() {
        browser.get("/");
        String prepared = browser.cookie("JSESSIONID");
        browser.signIn("change.manager", "change.manager");

        assertThat(prepared).isNotBlank();
        assertThat(browser.cookie("JSESSIONID")).isNotBlank().isNotEqualTo(prepared);
        assertThat(new Browser(port).get("/test/person", "Cookie", "JSESSIONID=" + prepared).statusCode()).isEqualTo(302);
    }

    @Test
    void aWrongPasswordLeadsBackToTheSignInPage() {
        addPerson("guessed"); // nobody else's: a wrong password locks the account for some seconds
        HttpResponse<String> response = browser.signIn("guessed", "guess");

        assertThat(response.headers().firstValue("Location")).hasValueSatisfying(to -> assertThat(to).endsWith("/login?error"));
        assertThat(browser.get("/login?error").body()).contains("Name or password is wrong");
    }

    @Test
    void aSessionNeedsItsTokenToChangeSomething() {
        browser.signIn("change.manager", "change.manager");
        String path = "/engine-rest/task/" + task + "/claim";
        String claim = "{\"userId\":\"change.manager\"}";

        assertThat(browser.postJson(path, claim).statusCode()).isEqualTo(403);
        assertThat(browser.postJson(path, claim, "X-CSRF-TOKEN", browser.get("/test/token").body()).statusCode())
                .isEqualTo(204);
    }

    @Test
    void theWebApplicationsKeepTheirOwnTokenCheck() {
        browser.signIn("change.manager", "change.manager");
        browser.get("/camunda/app/tasklist/default/");

        HttpResponse<String> forged = browser.postJson("/camunda/api/engine/engine/default/task/" + task + "/claim",
                "{\"userId\":\"change.manager\"}");

        assertThat(forged.statusCode()).isEqualTo(403);
        assertThat(engine.getTaskService().createTaskQuery().taskId(task).singleResult().getAssignee()).isNull();
    }

    @Test
    void signingOutInTasklistSignsOutEverywhere() {
        browser.signIn("change.manager", "change.manager");
        browser.get("/camunda/app/tasklist/default/");

        assertThat(browser.postJson("/camunda/api/admin/auth/user/default/logout", "").statusCode()).isEqualTo(204);
        assertThat(browser.get("/camunda/app/tasklist/default/").statusCode()).isEqualTo(302);
        assertThat(browser.get("/camunda/api/engine/engine").statusCode()).isEqualTo(401);
        assertThat(browser.get("/engine-rest/engine").statusCode()).isEqualTo(401);
    }

    @Test
    void signingOutInTheConsoleSignsOutEverywhere() {
        browser.signIn("admin", "admin");
        browser.get("/camunda/app/cockpit/default/");

        HttpResponse<String> out = browser.postForm("/logout", "", "X-CSRF-TOKEN", browser.get("/test/token").body());

        assertThat(out.headers().firstValue("Location")).hasValueSatisfying(to -> assertThat(to).endsWith("/login?out"));
        assertThat(browser.get("/camunda/app/cockpit/default/").statusCode()).isEqualTo(302);
    }

    @Test
    void anAccountThatWasDeletedLosesItsSession() {
        String id = "leaver-" + UUID.randomUUID();
        addPerson(id);
        browser.signIn(id, "secret");
        assertThat(browser.get("/engine-rest/engine").statusCode()).isEqualTo(200);

        engine.getIdentityService().deleteUser(id);

        assertThat(browser.get("/engine-rest/engine").statusCode()).isEqualTo(401);
    }

    @Test
    void aSessionEndsAWorkingDayAfterItsSignInHoweverBusyItIs() {
        browser.signIn("change.manager", "change.manager");
        browser.get("/test/age?hours=7");
        assertThat(browser.get("/engine-rest/engine").statusCode()).isEqualTo(200);
        browser.get("/test/age?hours=9");
        assertThat(browser.get("/engine-rest/engine").statusCode()).isEqualTo(401);
        assertThat(browser.get("/camunda/app/tasklist/default/").statusCode()).as("to the sign-in page").isEqualTo(302);
        assertThat(browser.signIn("change.manager", "change.manager").statusCode()).isEqualTo(302);
        assertThat(browser.get("/engine-rest/engine").statusCode()).as("anew").isEqualTo(200);
    }

    private void addPerson(String id) {
        if (engine.getIdentityService().createUserQuery().userId(id).count() == 0) {
            User user = engine.getIdentityService().newUser(id);
            user.setPassword("secret");
            engine.getIdentityService().saveUser(user);
            engine.getIdentityService().createMembership(id, Groups.AUDITORS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"with.dot", "with-hyphen", "3f2504e0-4f89-41d3-9a0c-0305e82c3301"})
    void idsMayCarryDotsHyphensAndGuids(String id) {
        HttpResponse<String> user = browser.postJson("/engine-rest/user/create", "{\"profile\":{\"id\":\"" + id
                + "\"},\"credentials\":{\"password\":\"secret\"}}", basic("admin", "admin"));
        HttpResponse<String> group = browser.postJson("/engine-rest/group/create", "{\"id\":\"g-" + id
                + "\",\"name\":\"g\",\"type\":\"WORKFLOW\"}", basic("admin", "admin"));

        assertThat(user.statusCode()).isEqualTo(204);
        assertThat(group.statusCode()).isEqualTo(204);
    }

    /** What the console will have: a page that knows its token and its visitor. */
    @TestConfiguration
    @RestController
    static class Pages {

        private final CurrentPerson currentPerson;

        Pages(CurrentPerson currentPerson) {
            this.currentPerson = currentPerson;
        }

        /** Lets the sign-in of this session lie so long ago. */
        @GetMapping("/test/age")
        String age(HttpSession session, @RequestParam int hours) {
            session.setAttribute(KnownPeopleFilter.SINCE, Instant.now().minus(Duration.ofHours(hours)));
            return "";
        }

        @GetMapping("/test/token")
        String token(CsrfToken token) {
            return token.getToken();
        }

        @GetMapping("/test/person")
        String person() {
            Person person = currentPerson.get();
            return person.id() + " " + person.groups();
        }
    }
}
