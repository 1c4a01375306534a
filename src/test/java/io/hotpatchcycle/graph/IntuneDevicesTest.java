package io.hotpatchcycle.graph;

import static io.hotpatchcycle.graph.GraphStub.error;
import static io.hotpatchcycle.graph.GraphStub.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotpatchcycle.eligibility.LicenceTable;
import io.hotpatchcycle.fleet.DeviceFact;
import io.hotpatchcycle.fleet.DeviceLevel;
import io.hotpatchcycle.fleet.EnrolmentFact;
import io.hotpatchcycle.fleet.HardwareFact;
import io.hotpatchcycle.fleet.HybridCodeFact;
import io.hotpatchcycle.process.Models;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntuneDevicesTest {

    private static final String BATCH = "POST /beta/$batch";

    private final GraphStub graph = new GraphStub();
    private final List<HardwareFact> hardware = new ArrayList<>();

    @AfterEach
    void stop() {
        graph.close();
    }

    private static String item(int id, int status, String rest) {
        return "{\"id\":\"" + id + "\",\"status\":" + status + rest + "}";
    }

    private static String running(int id) {
        return item(id, 200, ",\"body\":{\"hardwareInformation\":{\"deviceGuardVirtualizationBasedSecurityState\":\"running\","
                + "\"operatingSystemEdition\":\"Enterprise\"}}");
    }

    private static GraphStub.Answer responses(String... items) {
        return ok("{\"responses\":[" + String.join(",", items) + "]}");
    }

    private void readHardware(String... ids) {
        graph.tenant().devices().readHardware(List.of(ids), hardware::addAll);
    }

    @Test
    void keepsEveryValueRawAndUnderstandsNever() {
        List<DeviceFact> facts = new ArrayList<>();
        graph.on("GET /beta/deviceManagement/managedDevices", ok("""
                {"value":[{"id":"d1","azureADDeviceId":"a1","serialNumber":"S1","deviceName":"PC1","userPrincipalName":"u@x",
                 "osVersion":"10.0.26100.9106","skuFamily":"Enterprise","processorArchitecture":"quantum","joinType":"azureADJoined",
                 "managementAgent":"mdm","managementState":"managed","lastSyncDateTime":"2026-08-12T01:02:03Z",
                 "enrolledDateTime":"2025-01-02T03:04:05Z","model":"Book 5"},
                 {"id":"d2","azureADDeviceId":"00000000-0000-0000-0000-000000000000","osVersion":null,"lastSyncDateTime":"0001-01-01T00:00:00Z"},
                 {"id":7}, null]}"""));
        graph.tenant().devices().readDevices(facts::addAll);
        assertThat(facts).containsExactly(new DeviceFact("d1", "a1", "S1", "PC1", "u@x", "10.0.26100.9106", "Enterprise", "quantum",
                        "azureADJoined", "mdm", "managed", Instant.parse("2026-08-12T01:02:03Z"), Instant.parse("2025-01-02T03:04:05Z"), "Book 5"),
                new DeviceFact("d2", null, null, null, null, null, null, null, null, null, null, null, null, null), blank(), blank());
        assertThat(graph.asked.get(0).query()).contains("$filter=operatingSystem eq 'Windows'", "$top=1000");
    }

    @Test
    void asksOnlyForBuildsThatWereReportedSince() {
        List<DeviceLevel> levels = new ArrayList<>();
        graph.on("GET /beta/deviceManagement/managedDevices", ok("""
                {"value":[{"id":"d1","osVersion":"10.0.26100.9106","lastSyncDateTime":"2026-08-12T01:02:03Z"}]}"""));
        graph.tenant().devices().readLevels(Instant.parse("2026-08-01T00:00:00.123Z"), levels::addAll);
        assertThat(levels).containsExactly(new DeviceLevel("d1", "10.0.26100.9106", Instant.parse("2026-08-12T01:02:03Z"), null));
        assertThat(graph.asked.get(0).query()).contains("$filter=operatingSystem eq 'Windows' and lastSyncDateTime ge 2026-08-01T00:00:00Z",
                "$select=id,osVersion,lastSyncDateTime");
    }

    private static DeviceFact blank() {
        return new DeviceFact(null, null, null, null, null, null, null, null, null, null, null, null, null, null);
    }

    @Test
    void asksTwentyDevicesAtATime() {
        graph.on(BATCH, responses(IntStream.rangeClosed(1, 20).mapToObj(IntuneDevicesTest::running).toArray(String[]::new)));
        readHardware(IntStream.range(0, 45).mapToObj(i -> "d" + i).toArray(String[]::new));
        assertThat(hardware).hasSize(45).allSatisfy(f -> assertThat(f.vbsState()).isEqualTo("running"));
        assertThat(graph.asked).hasSize(3);
        assertThat(Json.parse(graph.asked.get(2).body().getBytes()).orElseThrow().path("requests")).hasSize(5);
        assertThat(graph.asked.get(0).body()).contains(
                "{\"id\":\"1\",\"method\":\"GET\",\"url\":\"/deviceManagement/managedDevices/d0?$select=id%2ChardwareInformation\"}");
    }

    @Test
    void asksOnlyTheFailedItemsAgainAfterTheLongestWaitAndTakesTheGoneForUnknown() {
        graph.on(BATCH, responses(running(1), item(2, 429, ",\"headers\":{\"Retry-After\":\"9\"},\"body\":{}"), item(3, 404, ""),
                item(4, 503, ",\"headers\":{\"Retry-After\":\"3\"}")), responses(running(2), running(1)));
        readHardware("a", "b", "c", "d", "e");
        assertThat(hardware).extracting(HardwareFact::deviceId).containsExactly("a", "c", "b", "d", "e");
        assertThat(hardware).filteredOn(f -> f.deviceId().equals("c")).extracting(HardwareFact::vbsState).containsExactly((String) null);
        assertThat(graph.slept).containsExactly(Duration.ofSeconds(9), Duration.ofSeconds(2));
        assertThat(graph.asked.get(1).body()).contains("/b?", "/d?", "/e?").doesNotContain("/a?", "/c?");
        assertThat(graph.asked.get(2).body()).contains("/e?").doesNotContain("/b?", "/d?");
    }

    @Test
    void givesUpOnADeviceThatStaysSilentInsteadOfLeavingItOut() {
        graph.on(BATCH, responses());
        assertThatThrownBy(() -> readHardware("a")).isInstanceOf(GraphUnavailable.class).hasMessageContaining("hardware of device a");
        assertThat(graph.asked).hasSize(4);
        assertThat(hardware).isEmpty();
    }

    @Test
    void oneDeviceThatGraphFailsOnDoesNotKeepTheOthersUnknown() {
        String broken = item(1, 500, ",\"body\":{\"error\":{\"code\":\"InternalServerError\",\"message\":\"no\"}}");
        GraphStub.Answer both = responses(item(1, 503, ""), item(2, 503, ""));
        graph.on(BATCH, both, both, both, both, responses(broken), responses(broken), responses(broken), responses(broken), responses(running(1)));
        readHardware("a", "b");
        assertThat(hardware).extracting(HardwareFact::deviceId).containsExactly("b");
        assertThat(graph.asked).hasSize(9);
    }

    @Test
    void aGraphThatFailsOnManyDevicesIsNotTakenForDevicesThatCannotBeTold() {
        graph.on(BATCH, responses(item(1, 503, ""), item(2, 503, ""), item(3, 503, ""), item(4, 503, ""), item(5, 503, "")));
        assertThatThrownBy(() -> readHardware("a", "b", "c", "d", "e")).isInstanceOf(GraphUnavailable.class).hasMessageContaining("hardware of device d");
        assertThat(graph.asked).as("once all, then four alone").hasSize(20);
        assertThat(hardware).isEmpty();
    }

    /** One that cannot be told stays unknown; a snapshot of 60,000 does not stop for it. */
    @ParameterizedTest
    @ValueSource(ints = {400, 409, 423})
    void aDeviceThatGraphRefusesDoesNotStopTheOthers(int status) {
        String refused = ",\"body\":{\"error\":{\"code\":\"BadRequest\",\"message\":\"no\"}}";
        GraphStub.Answer both = responses(item(1, status, refused), running(2));
        graph.on(BATCH, both, responses(item(1, status, refused)));
        readHardware("a", "b");
        assertThat(hardware).extracting(HardwareFact::deviceId).containsExactly("b");
        assertThat(graph.asked).as("all, then the refused one alone").hasSize(4);
    }

    @Test
    void aRefusalOfAllIsNotTakenForOneOfThem() {
        for (int status : new int[] {401, 403}) {
            graph.on(BATCH, responses(running(1), item(2, status, "")));
            assertThatThrownBy(() -> readHardware("a", "b")).isInstanceOf(GraphUnavailable.class).hasMessageContaining("HTTP " + status);
        }
    }

    @Test
    void aRefusedItemIsNotRetried() {
        graph.on(BATCH, responses(item(1, 403, ",\"body\":{\"error\":{\"code\":\"Forbidden\",\"message\":\"no\"}}")));
        assertThatThrownBy(() -> readHardware("a")).isInstanceOf(GraphUnavailable.class).hasMessageContaining("Forbidden: no");
        assertThat(graph.asked).hasSize(1);
    }

    @Test
    void aDeviceWithoutHardwareInformationSaysNothing() {
        graph.on(BATCH, responses(item(1, 200, ",\"body\":{\"id\":\"a\",\"hardwareInformation\":null}")));
        readHardware("a");
        assertThat(hardware).containsExactly(new HardwareFact("a", null, null, null));
        readHardware();
        assertThat(graph.asked).hasSize(1);
    }

    @Test
    void joinsObjectIds() {
        Map<String, String> ids = new TreeMap<>();
        graph.on("GET /v1.0/devices", ok("{\"value\":[{\"id\":\"o1\",\"deviceId\":\"a1\"},{\"id\":\"o2\"}]}"));
        graph.tenant().devices().readObjectIds(ids::put);
        assertThat(ids).containsExactly(Map.entry("a1", "o1"));
    }

    private final List<String> changes = new ArrayList<>();

    private Optional<String> changes(String link) {
        return graph.tenant().devices().readObjectIdChanges(link, (device, object) -> changes.add(device + "=" + object), object -> changes.add("-" + object));
    }

    /** The stub stands at an address of its own, which links have to name. */
    private String linkGiven(String token) {
        graph.on("GET /v1.0/devices/delta", ok("{\"value\":[],\"@odata.deltaLink\":\"" + graph.url() + "/v1.0/devices/delta?$deltatoken=" + token + "\"}"));
        return graph.tenant().devices().objectIdLink();
    }

    @Test
    void readsWhatHasChangedInEntraPageByPageAndWhereToAskNext() {
        String link = linkGiven("t1");
        assertThat(link).endsWith("t1");
        graph.on("GET /v1.0/devices/delta", ok("{\"value\":[{\"id\":\"o1\",\"deviceId\":\"a1\"}],\"@odata.nextLink\":\"" + graph.url() + "/v1.0/devices/delta?$skiptoken=2\"}"),
                ok("{\"value\":[{\"id\":\"o2\",\"@removed\":{\"reason\":\"changed\"}}],\"@odata.deltaLink\":\"" + graph.url() + "/v1.0/devices/delta?$deltatoken=t2\"}"));
        assertThat(changes(link)).hasValueSatisfying(next -> assertThat(next).endsWith("t2"));
        assertThat(changes).containsExactly("a1=o1", "-o2");
    }

    @Test
    void aLinkThatIsExpiredBrokenOrNotUnderstoodIsNoTrouble() {
        String link = linkGiven("t1");
        graph.on("GET /v1.0/devices/delta", error(410, "syncStateNotFound", "expired"));
        assertThat(changes(link)).isEmpty();
        graph.on("GET /v1.0/devices/delta", error(400, "BadRequest", "Badly formed token."));
        assertThat(changes(link)).isEmpty();
        assertThat(changes("https://elsewhere.example.org/v1.0/devices/delta?$deltatoken=t1")).as("our token is not sent there").isEmpty();
        graph.on("GET /v1.0/devices/delta", ok("{\"value\":[{\"id\":\"o1\",\"deviceId\":7}],\"@odata.deltaLink\":\"" + link + "\"}"));
        assertThat(changes(link)).isEmpty();
        graph.on("GET /v1.0/devices/delta", ok("{\"value\":[]}"));
        assertThat(changes(link)).as("nothing says that it is complete").isEmpty();
        graph.on("GET /v1.0/devices/delta", error(403, "Authorization_RequestDenied", "no"));
        assertThat(graph.tenant().devices().objectIdLink()).isNull();
        graph.on("GET /v1.0/devices/delta", error(401, "InvalidAuthenticationToken", "no"));
        assertThatThrownBy(() -> changes(link)).isInstanceOf(GraphUnavailable.class);
    }

    @Test
    void knowsWhoHoldsAQualifyingLicence() {
        Map<String, Boolean> users = new TreeMap<>();
        graph.on("GET /v1.0/subscribedSkus", ok("""
                {"value":[{"skuId":"s-e3","skuPartNumber":"SPE_E3","servicePlans":[{"servicePlanId":"p-win","servicePlanName":"WIN10_PRO_ENT_SUB"}]},
                {"skuId":"s-f3","skuPartNumber":"SPE_F1","servicePlans":[]},
                {"skuId":"s-edu","skuPartNumber":"M365EDU_A3_FACULTY","servicePlans":[]},
                {"skuId":"s-bp","skuPartNumber":"SPB","capabilityStatus":"Warning","servicePlans":[]},
                {"skuId":"s-365","skuPartNumber":"CPC_E_2C_8GB_128GB","servicePlans":[{"servicePlanId":"p-c","servicePlanName":"CPC_2"}]},
                {"skuId":"s-365old","skuPartNumber":"CPC_LVL_2","servicePlans":[]},
                {"skuId":"s-365b","skuPartNumber":"CPC_B_2C_8RAM_256GB","servicePlans":[]},
                {"skuId":"s-e5","skuPartNumber":"SPE_E5","capabilityStatus":"Suspended","servicePlans":[]},
                {"skuId":"s-mail","skuPartNumber":"EXCHANGESTANDARD","servicePlans":[{"servicePlanId":"p-m","servicePlanName":"EXCHANGE_S"}]}]}"""))
                .on("GET /v1.0/users", ok("""
                {"value":[{"userPrincipalName":"e3","assignedLicenses":[{"skuId":"s-mail"},{"skuId":"s-e3","disabledPlans":[]}]},
                {"userPrincipalName":"off","assignedLicenses":[{"skuId":"s-e3","disabledPlans":["p-win"]}]},
                {"userPrincipalName":"f3","assignedLicenses":[{"skuId":"s-f3"}]},
                {"userPrincipalName":"edu","assignedLicenses":[{"skuId":"s-edu"}]},
                {"userPrincipalName":"bp","assignedLicenses":[{"skuId":"s-bp"}]},
                {"userPrincipalName":"365","assignedLicenses":[{"skuId":"s-365"}]},
                {"userPrincipalName":"365old","assignedLicenses":[{"skuId":"s-365old"}]},
                {"userPrincipalName":"365b","assignedLicenses":[{"skuId":"s-365b"}]},
                {"userPrincipalName":"suspended","assignedLicenses":[{"skuId":"s-e5"}]},
                {"userPrincipalName":"mail","assignedLicenses":[{"skuId":"s-mail"}]},
                {"userPrincipalName":"none","assignedLicenses":[]},
                {"userPrincipalName":"unread"}, {"assignedLicenses":[]}]}"""));
        graph.tenant().devices().readUsers(LicenceTable.of(Models.builtIn().decisions()), page -> page.forEach(user -> users.put(user.principalName(), user.qualifying())));
        assertThat(users.keySet()).containsExactlyInAnyOrder("e3", "off", "f3", "edu", "bp", "365", "365old", "365b", "suspended", "mail", "none");
        assertThat(users.entrySet()).as("covered").filteredOn(Map.Entry::getValue).extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder("e3", "f3", "edu", "bp", "365", "365old");
        assertThat(graph.tenant().probe().licences(LicenceTable.of(Models.builtIn().decisions()))).containsExactly("SPE_E3", "SPE_F1", "M365EDU_A3_FACULTY", "SPB", "CPC_E_2C_8GB_128GB", "CPC_LVL_2");
    }

    @Test
    void whoUpdatesACoManagedDeviceIsKnownOnlyWhereItIsSaid() {
        Map<String, Boolean> withIntune = new TreeMap<>();
        graph.on("GET /beta/deviceManagement/managedDevices", ok("""
                {"value":[{"id":"a","configurationManagerClientEnabledFeatures":{"windowsUpdateForBusiness":true}},
                {"id":"b","configurationManagerClientEnabledFeatures":{"windowsUpdateForBusiness":false}},
                {"id":"c","configurationManagerClientEnabledFeatures":{"windowsUpdateForBusiness":"true"}},
                {"id":"d","configurationManagerClientEnabledFeatures":null},{"configurationManagerClientEnabledFeatures":{"windowsUpdateForBusiness":true}}]}"""));
        graph.tenant().devices().readUpdateWorkloads(withIntune::put);
        assertThat(withIntune).containsExactlyInAnyOrderEntriesOf(Map.of("a", true, "b", false));
        assertThat(graph.asked.get(0).query()).contains("configurationManagerClientMdm");
    }

    private List<HybridCodeFact> hybridCode() {
        List<HybridCodeFact> found = new ArrayList<>();
        assertThat(graph.tenant().devices().readHybridCode(found::addAll)).isTrue();
        return found;
    }

    @Test
    void hybridCodeIsWhatARunOfTheMarkedScriptPrintedThatEnded() {
        graph.on("GET /beta/deviceManagement/deviceHealthScripts", ok("""
                {"value":[{"id":"x","description":"something else"},{"id":"s1","description":"Hotpatch restrictions [hotpatch-cycle chpe]"}]}"""))
                .on("GET /beta/deviceManagement/deviceHealthScripts/s1/deviceRunStates", ok("""
                {"value":[{"managedDevice":{"id":"off"},"detectionState":"success","lastStateUpdateDateTime":"2026-08-10T06:00:00Z","preRemediationDetectionScriptOutput":"HotPatchRestrictions=1"},
                {"managedDevice":{"id":"on"},"detectionState":"fail","preRemediationDetectionScriptOutput":"HotPatchRestrictions = 0"},
                {"managedDevice":{"id":"broken"},"detectionState":"scriptError","preRemediationDetectionScriptOutput":"HotPatchRestrictions=1"},
                {"managedDevice":{"id":"talks"},"detectionState":"success","preRemediationDetectionScriptOutput":"all is well"},
                {"managedDevice":null,"detectionState":"success","preRemediationDetectionScriptOutput":"HotPatchRestrictions=1"}]}"""));
        assertThat(hybridCode()).containsExactly(new HybridCodeFact("off", 1, Instant.parse("2026-08-10T06:00:00Z")), new HybridCodeFact("on", 0, null),
                new HybridCodeFact("broken", null, null), new HybridCodeFact("talks", null, null));
    }

    @Test
    void withoutTheScriptOrTheRightToReadItNothingIsKnownOfHybridCode() {
        graph.on("GET /beta/deviceManagement/deviceHealthScripts", ok("{\"value\":[{\"id\":\"x\",\"description\":null}]}"),
                GraphStub.error(403, "Forbidden", "no"));
        for (int i = 0; i < 2; i++) {
            assertThat(graph.tenant().devices().readHybridCode(page -> {
                throw new AssertionError("a page of what was not read");
            })).isFalse();
        }
    }

    @Test
    void anErrorOfAnEnrolmentIsOneAlsoWhereItCannotBeRead() {
        graph.on("GET /beta/admin/windows/updates/updatableAssets/microsoft.graph.windowsUpdates.azureADDevice", ok("""
                {"value":[{"id":"in","enrollment":{"quality":{"enrollmentState":"enrolled","lastModifiedDateTime":"2026-08-10T06:00:00Z"}},"errors":[]},
                {"id":"out","enrollment":{"quality":{"enrollmentState":"notEnrolled"}},"errors":[{"reason":"missingTrustType"},{"@odata.type":"#x"},7]},
                {"id":"odd","enrollment":{"feature":{"enrollmentState":"enrolled"}},"errors":"none"},{"errors":[]}]}"""));
        List<EnrolmentFact> found = new ArrayList<>();
        assertThat(graph.tenant().devices().readEnrolments(found::addAll)).isTrue();
        assertThat(found).containsExactly(new EnrolmentFact("in", "enrolled", "", Instant.parse("2026-08-10T06:00:00Z")),
                new EnrolmentFact("out", "notEnrolled", "missingTrustType, #x, an error that cannot be read", null), new EnrolmentFact("odd", null, null, null));
    }

    @Test
    void aTenantThatDoesNotTellItsEnrolmentsLeavesThemUnknown() {
        graph.on("GET /beta/admin/windows/updates/updatableAssets/microsoft.graph.windowsUpdates.azureADDevice", GraphStub.error(403, "Forbidden", "no"),
                GraphStub.error(404, "NotFound", "no"), GraphStub.error(400, "BadRequest", "no"));
        for (int i = 0; i < 3; i++) {
            assertThat(graph.tenant().devices().readEnrolments(page -> {
                throw new AssertionError("a page of what was not read");
            })).isFalse();
        }
    }
}
