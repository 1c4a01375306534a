package io.hotpatchcycle.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.browser.Chromium;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** The auditor's desk in a browser, when two cycles have ended. */
@Tag("browser")
class DeskBrowserIT {

    private static ManyCycles two;

    @TempDir
    Path profile;
    private Chromium browser;

    @BeforeAll
    static void rehearse() throws IOException {
        two = new ManyCycles(2, 300);
    }

    @AfterAll
    static void close() throws IOException {
        two.close();
    }

    @BeforeEach
    void signIn() {
        browser = new Chromium(two.port(), profile);
        browser.size(1300, 1000);
        browser.signIn("auditor");
    }

    @AfterEach
    void theConsoleSaidNothing() {
        try {
            assertThat(browser.complaints()).as("the browser's console").isEmpty();
        } finally {
            browser.close();
        }
    }

    /** The figures come from the engine's tables, past the code that draws. */
    @Test
    void aFinishedInstanceIsDrawnWithItsPathItsCountsAndWhoDecided() {
        for (String process : new String[] {"patch-cycle", "ring-rollout"}) {
            String instance = two.text("select proc_inst_id_ from public.act_hi_procinst where proc_def_key_ = '" + process + "' and end_time_ is not null "
                    + "order by start_time_, proc_inst_id_ limit 1");
            Map<String, String> counts = two.texts("select act_id_, count(*)::text from public.act_hi_actinst where proc_inst_id_ = ? group by 1", instance);
            browser.open("/desk/instances/" + instance);
            browser.visible(By.cssSelector("#diagram[data-drawn='true']"));

            assertThat(browser.visible(By.cssSelector(".hero .state")).getText()).isEqualTo("Completed");
            assertThat(counts).as(process).hasSizeGreaterThan(10);
            assertThat(shown("#diagram .djs-overlays", ".badge:not(.by):not(.calls)")).as("how often each step was reached in " + process).isEqualTo(counts);
            assertThat(browser.all(By.cssSelector("#diagram .djs-shape.taken, #diagram .djs-shape.cut")).stream().map(e -> e.getAttribute("data-element-id"))
                    .collect(Collectors.toSet())).as("highlighted in " + process).isEqualTo(counts.keySet());
            assertThat(browser.all(By.cssSelector("#diagram .djs-connection.taken"))).as("flows taken in " + process).hasSizeGreaterThan(8);
            assertThat(browser.all(By.cssSelector("#diagram .waits"))).as("nothing waits in what has ended").isEmpty();
            if (process.equals("patch-cycle")) {
                assertThat(browser.all(By.cssSelector("#diagram .badge.calls a")).stream().map(a -> a.getAttribute("textContent")).distinct()).as("what it called").contains("pilot", "last")
                        .doesNotContain("null");
                assertThat(shown("#diagram .djs-overlays", ".badge.by")).containsEntry("approveChange", two.text("select a.decided_by from hotpatch.approval a "
                        + "join public.act_hi_taskinst t on t.id_ = a.task_id where a.subject = 'CHANGE' and t.proc_inst_id_ = '" + instance + "'"));
            }
            browser.picture("desk-" + process);
        }
    }

    /** Of each overlay with such a badge: its element to the text. */
    private Map<String, String> shown(String overlays, String badge) {
        Map<String, String> shown = new TreeMap<>();
        for (WebElement overlay : browser.all(By.cssSelector(overlays))) {
            overlay.findElements(By.cssSelector(badge)).forEach(b -> shown.put(overlay.getAttribute("data-container-id"), b.getAttribute("textContent")));
        }
        return shown;
    }

    @Test
    void everyRoomOfTheDeskIsThereWithoutAComplaint() {
        browser.open("/desk");
        browser.picture("desk");
        int rooms = browser.all(By.cssSelector("nav.deskmenu a")).size();
        assertThat(rooms).isGreaterThan(8);
        for (int room = 0; room < rooms; room++) {
            browser.all(By.cssSelector("nav.deskmenu a")).get(room).click();
            assertThat(browser.visible(By.tagName("h1")).getText()).isNotEmpty();
            browser.open("/desk");
        }
        String device = two.text("select device_id from hotpatch.progress where effective_at is not null order by device_id limit 1");
        browser.open("/desk/device?device=" + device + "&day=" + two.text("select (max(effective_at) + interval '2 days')::date::text from hotpatch.progress where device_id = '" + device + "'"));
        assertThat(browser.visible(By.tagName("main")).getText()).contains("change.manager");
        browser.picture("desk-device");
    }
}
