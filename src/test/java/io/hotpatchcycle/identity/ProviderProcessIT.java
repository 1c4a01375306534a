package io.hotpatchcycle.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.browser.Chromium;
import io.hotpatchcycle.testing.FrameApplication;
import io.hotpatchcycle.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.Group;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Sign-in at a provider that is a process of its own, in a real browser, as a person does it. */
@SpringBootTest(classes = FrameApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@DirtiesContext
@Tag("browser")
class ProviderProcessIT {

    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static final String CLIENT = "hotpatch-cycle";
    private static final String GROUP = "0c7a1d1e-2f43-4d9b-8a52-9f6b3f0f4a11";
    private static final By BODY = By.tagName("body");
    private static final By DOOR = By.linkText("Sign in with Entra ID");
    private static ProviderProcess provider;

    @LocalServerPort
    private int port;
    @TempDir
    private static Path folder;
    @Autowired
    private IdentityService identity;

    @DynamicPropertySource
    static void directory(DynamicPropertyRegistry properties) {
        DATABASE.register(properties);
        provider = ProviderProcess.start();
        String client = "spring.security.oauth2.client.registration.entra.";
        properties.add("hotpatch.sandbox.enabled", () -> "false");
        properties.add("hotpatch.admin.user", () -> "glass");
        properties.add("hotpatch.admin.password", () -> "a long break-glass password");
        properties.add("hotpatch.sign-in.roles[change-managers]", () -> GROUP);
        properties.add(client + "client-id", () -> CLIENT);
        properties.add(client + "client-secret", () -> "secret");
        properties.add(client + "client-name", () -> "Entra ID");
        properties.add(client + "scope", () -> "openid");
        properties.add("spring.security.oauth2.client.provider.entra.issuer-uri", provider::issuer);
    }

    @AfterAll
    static void close() {
        provider.close();
    }

    @Test
    void whoSignsInAtTheProviderIsKnownEverywhereAndOutMeansOutEverywhere() {
        String oid = UUID.randomUUID().toString();
        try (Chromium chromium = new Chromium(port, folder.resolve("profile"))) {
            chromium.open("/camunda/app/tasklist/default/");
            chromium.click(DOOR);
            chromium.visible(By.name("username")).sendKeys("grace");
            chromium.visible(By.name("claims")).sendKeys("{\"oid\": \"" + oid + "\", \"name\": \"Grace Hopper\", \"groups\": [\"" + GROUP + "\"]}");
            chromium.click(By.cssSelector("input[type='submit']"));
            chromium.awaitText(BODY, "Grace Hopper");
            assertThat(identity.createGroupQuery().groupMember(oid).list()).extracting(Group::getId).isEqualTo(List.of("change-managers"));
            chromium.open("/engine-rest/engine");
            chromium.awaitText(BODY, "default");

            chromium.open("/camunda/app/tasklist/default/");
            chromium.click(By.xpath("//a[contains(., 'Grace Hopper')]"));
            chromium.click(By.xpath("//a[contains(@ng-click, 'logout') or contains(@class, 'logout') or contains(., 'Log out') or contains(., 'Sign out')]"));
            chromium.awaitText(BODY, "signed out everywhere");
            chromium.open("/engine-rest/engine");
            chromium.awaitText(BODY, "Sign in first");
            chromium.open("/camunda/app/tasklist/default/");
            chromium.click(DOOR);
            assertThat(chromium.visible(By.name("username")).getAttribute("value")).as("the provider asks anew who it is").isEmpty();
        }
    }
}
