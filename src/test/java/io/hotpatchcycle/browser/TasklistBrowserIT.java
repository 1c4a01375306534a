package io.hotpatchcycle.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.HotpatchCycle;
import io.hotpatchcycle.cycle.Cycles;
import io.hotpatchcycle.ring.RingState;
import io.hotpatchcycle.ring.Rings;
import io.hotpatchcycle.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The whole program, approved by hand in Tasklist, until the first ring is open on the console. */
@Tag("browser")
@SpringBootTest(classes = HotpatchCycle.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@DirtiesContext
class TasklistBrowserIT {

    private static final TestDatabase DATABASE = TestDatabase.fresh();

    @TempDir
    static Path folder;

    @LocalServerPort
    private int port;
    @Autowired
    private TaskService tasks;
    @Autowired
    private Cycles cycles;
    @Autowired
    private JdbcTemplate jdbc;
    @Autowired
    private Rings rings;

    @DynamicPropertySource
    static void program(DynamicPropertyRegistry properties) {
        DATABASE.register(properties);
        properties.add("hotpatch.data-dir", () -> folder.resolve("data"));
        properties.add("hotpatch.sandbox.devices", () -> "300");
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void anApprovalInTasklistOpensTheFirstRing() {
        Task change = waitFor("approveChange");
        claimAndGiveBack(change);
        takeOver(change);
        approveTheChange(change);
        Awaitility.await("the first ring opens, or asks for its restarts").atMost(Duration.ofSeconds(90)).until(() -> {
            first("approveRestart").ifPresent(this::agreeToTheWindow);
            return firstRingIsOpen();
        });

        try (Chromium browser = new Chromium(port, folder.resolve("auditor"))) {
            browser.signIn("auditor");
            browser.open("/");
            WebElement first = browser.visible(By.cssSelector(".rings > li"));
            assertThat(first.findElement(By.cssSelector(".ring-name strong")).getText()).isEqualTo("pilot");
            assertThat(first.findElement(By.cssSelector(".state")).getText()).isIn("Open", "Passed", "Held");
            browser.picture("console");
        }
    }

    private Task waitFor(String key) {
        return Awaitility.await(key).atMost(Duration.ofSeconds(60))
                .until(() -> first(key), Optional::isPresent).orElseThrow();
    }

    private Optional<Task> first(String key) {
        return tasks.createTaskQuery().taskDefinitionKey(key).listPage(0, 1).stream().findFirst();
    }

    private boolean firstRingIsOpen() {
        return EnumSet.of(RingState.OPEN, RingState.PASSED, RingState.HELD).contains(rings.of(cycles.all().get(0).id()).get(0).state());
    }

    private void claimAndGiveBack(Task task) {
        try (Chromium browser = new Chromium(port, folder.resolve("gives.back"))) {
            browser.signIn("change.manager");
            Tasklist tasklist = new Tasklist(browser);
            tasklist.take(task.getId());
            tasklist.giveBack();
            assertThat(assignee(task)).isNull();
            tasklist.take(task.getId());
            assertThat(assignee(task)).isEqualTo("change.manager");
        }
    }

    /** Whom a rule keeps from deciding must not keep the task. */
    private void takeOver(Task task) {
        try (Chromium browser = new Chromium(port, folder.resolve("takes.over"))) {
            browser.signIn("change.deputy");
            Tasklist tasklist = new Tasklist(browser);
            tasklist.open(task.getId());
            tasklist.giveBack();
            tasklist.take(task.getId());
            assertThat(assignee(task)).isEqualTo("change.deputy");
            assertThat(jdbc.queryForObject("select count(*) from hotpatch.event where type = 'engine.operation' and actor = 'change.deputy' and data->>'task' = ? "
                    + "and data->>'before' = 'change.manager'", Integer.class, task.getId())).as("who took it from whom").isEqualTo(1);
            tasklist.giveBack();
        }
    }

    private String assignee(Task task) {
        return tasks.createTaskQuery().taskId(task.getId()).singleResult().getAssignee();
    }

    private void approveTheChange(Task task) {
        try (Chromium browser = new Chromium(port, folder.resolve("change.manager"))) {
            browser.signIn("change.manager");
            Tasklist tasklist = new Tasklist(browser);
            tasklist.take(task.getId());
            assertThat(tasklist.shown()).contains(cycles.all().get(0).id(), "KB", "pilot", "early", "broad", "last", "Earliest offer");
            assertThat(tasklist.choices()).hasSize(3).noneMatch(WebElement::isSelected);
            browser.height(2600);
            browser.picture("approve-change");
            browser.height(1000);
            browser.picture("tasklist-approve");
            tasklist.complete();
            browser.awaitText(Tasklist.FORM, "Field is required.");
            assertOpen(task, "without a decision");
            tasklist.dismissMessages();

            tasklist.choose("Reject");
            tasklist.complete();
            browser.awaitText(By.tagName("body"), "A comment is required for 'Reject'");
            browser.picture("approve-change-refused");
            tasklist.dismissMessages();
            assertOpen(task, "a rejection without a reason");

            tasklist.choose("Approve");
            tasklist.comment("Agreed in the change meeting.");
            tasklist.complete();
            awaitDone(task);
        }
    }

    private void assertOpen(Task task, String why) {
        assertThat(tasks.createTaskQuery().taskId(task.getId()).count()).as(why).isEqualTo(1);
    }

    private void awaitDone(Task task) {
        Awaitility.await(task.getName()).atMost(Duration.ofSeconds(30)).until(() -> tasks.createTaskQuery().taskId(task.getId()).count() == 0);
    }

    private void agreeToTheWindow(Task task) {
        try (Chromium browser = new Chromium(port, folder.resolve("business.owner"))) {
            browser.signIn("business.owner");
            Tasklist tasklist = new Tasklist(browser);
            tasklist.take(task.getId());
            assertThat(tasklist.choices()).hasSize(3).noneMatch(WebElement::isSelected);
            browser.picture("approve-restart");
            tasklist.choose("Agree");
            tasklist.complete();
            awaitDone(task);
        }
    }
}
