package io.hotpatchcycle.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.release.ProductLine;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class FactClassesTest {

    private static final List<UnaryOperator<String>> CLASSES = List.of(FactClasses::cpu, FactClasses::joinType, FactClasses::management,
            FactClasses::vbs, FactClasses::edition);

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  ", "unknownFutureValue", "unknown", "null", "???"})
    void whatIsMissingOrNotKnownIsUnknown(String raw) {
        assertThat(CLASSES).allSatisfy(mapping -> assertThat(mapping.apply(raw)).isEqualTo("UNKNOWN"));
        assertThat(FactClasses.retired(raw)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"x64, X64", "ARM64, ARM64", "x86, X86"})
    void readsProcessors(String raw, String expected) {
        assertThat(FactClasses.cpu(raw)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"Windows 11 Enterprise, ENTERPRISE", "Enterprise LTSC 2024, LTSC", "EnterpriseS, LTSC", "Enterprise LTSB, LTSC",
            "Windows 11 Education, EDUCATION", "ProEducation, EDUCATION", "Windows 11 Pro, PRO", "ProWorkstation, PRO", "Home, HOME",
            "CoreSingleLanguage, HOME", "IoTEnterprise, ENTERPRISE", "IoTEnterpriseS, LTSC", "EnterpriseSN, LTSC", "EnterpriseN, ENTERPRISE",
            "ProfessionalN, PRO", "CoreN, HOME", "CloudEdition, SE", "CloudEditionN, SE", "Windows 11 SE, SE",
            "ServerRdsh, ENTERPRISE", "Windows 11 Enterprise multi-session, ENTERPRISE"})
    void readsEditions(String raw, String expected) {
        assertThat(FactClasses.edition(raw)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"ServerStandard, WINDOWS_SERVER", "ServerStandardCore, WINDOWS_SERVER", "ServerDatacenter, WINDOWS_SERVER", "ServerSolution, WINDOWS_SERVER",
        "Windows Server 2025 Datacenter, WINDOWS_SERVER", "ServerRdsh, WINDOWS_11", "Enterprise, WINDOWS_11", ", WINDOWS_11"})
    void aServerIsToldFromAClientOfTheSameBuild(String edition, ProductLine line) {
        assertThat(FactClasses.osVersion("10.0.26100.9106", edition)).isEqualTo(new FactClasses.OsVersion(line, 26100, 9106));
        if (line == ProductLine.WINDOWS_SERVER) {
            assertThat(FactClasses.edition(edition)).as("no edition of a client").isEqualTo("UNKNOWN");
        }
    }

    @ParameterizedTest
    @CsvSource({"running, RUNNING", "rebootRequired, REBOOT_REQUIRED", "notConfigured, NOT_CONFIGURED",
            "doesNotMeetHardwareRequirements, NOT_CAPABLE"})
    void readsVirtualizationBasedSecurity(String raw, String expected) {
        assertThat(FactClasses.vbs(raw)).isEqualTo(expected);
    }

    @Test
    void readsWhoManagesAndWhoIsGone() {
        assertThat(FactClasses.management("mdm")).isEqualTo("INTUNE");
        assertThat(FactClasses.management("configurationManagerClientMdm")).isEqualTo("CO_MANAGED");
        assertThat(FactClasses.joinType("hybridAzureADJoined")).isEqualTo("HYBRID");
        assertThat(FactClasses.retired("wipeIssued")).isTrue();
        assertThat(FactClasses.retired("managed")).isFalse();
    }

    @Test
    void onlyArmDevicesNeedTheirHybridCodeKnown() {
        assertThat(FactClasses.chpe("X64")).isEqualTo("NOT_APPLICABLE");
        assertThat(FactClasses.chpe("ARM64")).isEqualTo("UNKNOWN");
        assertThat(FactClasses.chpe("UNKNOWN")).isEqualTo("UNKNOWN");
    }

    @Test
    void readsTheBuildOfAnOsVersion() {
        assertThat(FactClasses.osVersion("10.0.26100.9106")).isEqualTo(new FactClasses.OsVersion(ProductLine.WINDOWS_11, 26100, 9106));
        assertThat(FactClasses.osVersion("10.0.19045.1")).isEqualTo(new FactClasses.OsVersion(ProductLine.WINDOWS_10, 19045, 1));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "0.0.0.0", "10.0.26100", "10.0.26100.", "10.0.9999999.1", "10.0.26100.99999999999", "11.0.26100.1", "-1", "10.0.26100.1 "})
    void anAbsurdOsVersionIsNoBuild(String raw) {
        assertThat(FactClasses.osVersion(raw)).isEqualTo(new FactClasses.OsVersion(ProductLine.UNKNOWN, null, null));
    }
}
