package io.hotpatchcycle.release;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProductLineTest {

    @ParameterizedTest
    @CsvSource({"'Windows 11, version 24H2', WINDOWS_11", "'Windows 10, version 22H2', WINDOWS_10", "Windows Server 2025, WINDOWS_SERVER",
            "'Windows Server, version 23H2 (Windows 11 core)', WINDOWS_SERVER", "Windows 12, UNKNOWN", "'', UNKNOWN"})
    void readsTheProductOfTheCatalog(String product, ProductLine expected) {
        assertThat(ProductLine.ofProduct(product)).isEqualTo(expected);
    }

    @Test
    void readsTheBuildOfAClient() {
        assertThat(ProductLine.ofClientBuild(26100)).isEqualTo(ProductLine.WINDOWS_11);
        assertThat(ProductLine.ofClientBuild(22000)).isEqualTo(ProductLine.WINDOWS_11);
        assertThat(ProductLine.ofClientBuild(21999)).isEqualTo(ProductLine.WINDOWS_10);
        assertThat(ProductLine.ofClientBuild(0)).isEqualTo(ProductLine.UNKNOWN);
        assertThat(ProductLine.ofClientBuild(null)).isEqualTo(ProductLine.UNKNOWN);
        assertThat(ProductLine.ofProduct(null)).isEqualTo(ProductLine.UNKNOWN);
    }
}
