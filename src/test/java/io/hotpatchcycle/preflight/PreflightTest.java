package io.hotpatchcycle.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import io.hotpatchcycle.eligibility.LicenceTable;
import io.hotpatchcycle.graph.AccessTokens;
import io.hotpatchcycle.graph.GraphSettings;
import io.hotpatchcycle.graph.GraphTenant;
import io.hotpatchcycle.graph.Permissions;
import io.hotpatchcycle.preflight.Finding.Result;
import io.hotpatchcycle.process.Models;
import io.hotpatchcycle.ring.RingSettings;
import io.hotpatchcycle.rollout.Mode;
import io.hotpatchcycle.sandbox.SandboxSettings;
import io.hotpatchcycle.sandbox.SandboxTenant;
import io.hotpatchcycle.testing.TestAuthority;
import java.math.BigDecimal;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a check finds, against the sandbox. */
class PreflightTest {

    private static final SandboxTenant SANDBOX = SandboxTenant.start(SandboxSettings.defaults().withFleet(50, 1).withPace(0));
    private static final List<String> OBSERVE = Permissions.toObserve().stream().map(Permissions.Permission::name).toList();
    private static final List<String> CONTROL = Permissions.toControl(true).stream().map(Permissions.Permission::name).toList();

    @AfterAll
    static void stop() {
        SANDBOX.close();
    }

    private static List<Finding> check(URI url, Mode mode, List<RingSettings> rings, List<String> roles) {
        AccessTokens tokens = () -> new PlainJWT(new JWTClaimsSet.Builder().claim("tid", "contoso").claim("appid", "app").claim("roles", roles).build()).serialize();
        return new TenantCheck(new GraphTenant(new GraphSettings(url, tokens, Duration.ofSeconds(5), Clock.systemUTC())), rings, mode, LicenceTable.of(Models.builtIn().decisions())).run();
    }

    private static GraphTenant tenant() {
        return new GraphTenant(new GraphSettings(SANDBOX.baseUrl(), () -> "any", Duration.ofSeconds(5), Clock.systemUTC()));
    }

    private static List<String> missing(Mode mode, List<RingSettings> rings, List<String> roles) {
        return texts(check(SANDBOX.baseUrl(), mode, rings, roles), Result.MISSING);
    }

    private static List<String> texts(List<Finding> findings, Result result) {
        return findings.stream().filter(f -> f.result() == result).map(Finding::text).toList();
    }

    @Test
    void theLeastPermissionsAreEnoughAndEachIsNeeded() {
        assertThat(missing(Mode.OBSERVE, RingSettings.standard(), OBSERVE)).isEmpty();
        assertThat(missing(Mode.CONTROL, RingSettings.standard(), CONTROL)).isEmpty();
        for (String permission : CONTROL) {
            List<String> less = new ArrayList<>(CONTROL);
            less.remove(permission);
            assertThat(missing(Mode.CONTROL, RingSettings.standard(), less)).singleElement().asString().contains(permission + " is not granted", "admin consent");
        }
        assertThat(missing(Mode.CONTROL, RingSettings.standard(), OBSERVE)).hasSize(4);
    }

    /** Its members are written too, so what is missing for that is told before a cycle finds out. */
    @Test
    void aNamedGroupWithOurMarkerTakesThePermissionToWriteMembers() {
        List<RingSettings> marked = List.of(new RingSettings("pilot", tenant().policies().findGroup(null, "pilot").orElseThrow().id(), null, null, null));
        List<RingSettings> given = List.of(new RingSettings("plants", marked.get(0).groupId(), null, null, null));
        List<String> withoutMembers = Permissions.toControl(false).stream().map(Permissions.Permission::name).toList();
        assertThat(missing(Mode.CONTROL, marked, CONTROL)).isEmpty();
        assertThat(missing(Mode.CONTROL, marked, withoutMembers)).hasSize(2).allMatch(text -> text.contains("ReadWrite.All is not granted"));
        assertThat(missing(Mode.CONTROL, given, withoutMembers)).as("the marker is another ring's").isEmpty();
    }

    @Test
    void aWiderPermissionCoversAndIsNoticed() {
        List<String> wide = List.of("WindowsUpdates.ReadWrite.All", "DeviceManagementConfiguration.ReadWrite.All", "DeviceManagementManagedDevices.ReadWrite.All",
                "Directory.Read.All", "Mail.Send");
        List<Finding> findings = check(SANDBOX.baseUrl(), Mode.OBSERVE, RingSettings.standard(), wide);
        assertThat(texts(findings, Result.MISSING)).isEmpty();
        assertThat(texts(findings, Result.NOTE)).as("not licensed for Endpoint analytics").anyMatch(text -> text.startsWith("signal: ") && text.contains("not known"));
        assertThat(texts(findings, Result.NOTE)).anyMatch(text -> text.contains("more is granted") && text.contains("Mail.Send"));
        assertThat(texts(findings, Result.NOTE)).anyMatch(text -> text.contains("'VIP automatic'") && text.contains("not controlled"));
    }

    @Test
    void groupsThatAreGoneOrShareNoUpdateRingAreNamed() {
        List<RingSettings> rings = List.of(new RingSettings("gone", "00000000-0000-0000-0000-00000000dead", null, null, null),
                new RingSettings("nobody", null, BigDecimal.valueOf(100), null, null));
        assertThat(missing(Mode.OBSERVE, rings, OBSERVE)).hasSize(2).anyMatch(text -> text.contains("00000000-0000-0000-0000-00000000dead is gone"))
                .anyMatch(text -> text.contains("[hotpatch-cycle unit=nobody]"));
    }

    @Test
    void theInventorySaysWhatWouldBeAdoptedOrCreated() {
        String group = tenant().policies().findGroup(null, "early").orElseThrow().id();
        List<RingSettings> rings = List.of(new RingSettings("pilot", null, BigDecimal.valueOf(100), null, null), new RingSettings("early", group, null, null, null));
        List<String> lines = texts(new TenantCheck(tenant(), rings, Mode.OBSERVE, LicenceTable.of(Models.builtIn().decisions())).inventory(), Result.NOTE);
        assertThat(lines).anyMatch(l -> l.startsWith("update ring 'Hotpatch Cycle pilot'") && l.endsWith("read, never written"))
                .anyMatch(l -> l.startsWith("policy 'VIP automatic'") && l.contains("cannot be adopted: it approves something by itself"))
                .anyMatch(l -> l.startsWith("plan of ring 'pilot'") && l.contains("its members are written; policy to be created once a change is approved"))
                .anyMatch(l -> l.startsWith("plan of ring 'early': group " + group));
    }

    @Test
    void whoDoesNotAnswerIsAskedOnceOnly() {
        List<Finding> findings = check(URI.create("http://127.0.0.1:1"), Mode.OBSERVE, RingSettings.standard(), OBSERVE);
        assertThat(texts(findings, Result.MISSING)).singleElement().asString().contains("no answer", "hotpatch.graph.base-url");
    }

    @Test
    void theHostIsLookedAt(@TempDir Path folder) throws Exception {
        Path key = Files.createFile(folder.resolve("key.pem"));
        assertThat(host(SANDBOX.baseUrl(), false, folder, key, "", Clock.systemUTC())).extracting(Finding::result)
                .containsExactly(Result.OK, Result.OK, Result.OK, Result.NOTE);
        assertThat(host(SANDBOX.baseUrl(), true, null, null, "", Clock.offset(Clock.systemUTC(), Duration.ofMinutes(2)))).extracting(Finding::result)
                .containsExactly(Result.NOTE, Result.NOTE, Result.OK, Result.NOTE);
        List<Finding> wrong = host(SANDBOX.baseUrl(), false, null, null, "jdbc:postgresql://127.0.0.1:1/hotpatch", Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-6)));
        assertThat(wrong).extracting(Finding::result).containsOnly(Result.MISSING);
        assertThat(texts(wrong, Result.MISSING)).anyMatch(t -> t.contains("NTP")).anyMatch(t -> t.contains("hotpatch.audit.anchor-folder"))
                .anyMatch(t -> t.contains("hotpatch.audit.key-file")).anyMatch(t -> t.contains("spring.datasource.url"));
    }

    private static List<Finding> host(URI graph, boolean sandbox, Path anchors, Path key, String database, Clock clock) {
        return new HostCheck(new HostCheck.Host(graph, sandbox, new HeadCheck.Places(anchors, null, null, null, null, 25), key, database,
                "hotpatch_app", null), clock).run();
    }

    @Test
    void eachPlaceForTheHeadOfTheTrailIsTriedOut(@TempDir Path folder) throws Exception {
        Instant now = Instant.now();
        try (TestAuthority authority = new TestAuthority(now); TestAuthority stranger = new TestAuthority(now); ServerSocket mail = new ServerSocket(0)) {
            Path trusted = authority.pem(folder.resolve("root.pem"));
            Path other = stranger.pem(folder.resolve("other.pem"));
            Clock clock = Clock.fixed(now, ZoneOffset.UTC);
            assertThat(head(new HeadCheck.Places(folder, authority.url(), trusted, "a@b", "localhost", mail.getLocalPort()), clock)).extracting(Finding::result).containsExactly(Result.OK, Result.OK, Result.OK);
            assertThat(head(new HeadCheck.Places(folder.resolve("none"), authority.url(), other, "a@b", "localhost", 1), clock)).satisfiesExactly(
                    f -> assertThat(f.text()).contains("no folder we can write to"), f -> assertThat(f.text()).contains("hotpatch.audit.tsa.certificates"),
                    f -> assertThat(f.text()).contains("spring.mail.port")).extracting(Finding::result).containsOnly(Result.MISSING);
            HeadCheck.Places tsa = new HeadCheck.Places(null, authority.url(), trusted, null, null, 25);
            assertThat(head(tsa, Clock.offset(clock, Duration.ofHours(1)))).singleElement().extracting(Finding::text).asString().contains("3600 s from this machine's time");
            authority.status = 503;
            assertThat(head(tsa, clock)).singleElement().extracting(Finding::text).asString().contains("HTTP status 503").contains("hotpatch.audit.tsa.url");
            assertThat(head(new HeadCheck.Places(null, authority.url(), null, "a@b", null, 25), clock)).extracting(Finding::result).containsExactly(Result.MISSING, Result.MISSING);
            assertThat(head(new HeadCheck.Places(null, null, null, null, null, 25), clock)).singleElement().extracting(Finding::result).isEqualTo(Result.MISSING);
        }
    }

    private static List<Finding> head(HeadCheck.Places places, Clock clock) {
        return new HeadCheck(places, false, clock).run();
    }
}
