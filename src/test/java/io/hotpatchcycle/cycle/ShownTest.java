package io.hotpatchcycle.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownTest {

    @ParameterizedTest
    @CsvSource({"PT24H, 24 hours", "P1D, 24 hours", "P2D, 2 days", "P9D, 9 days", "PT50H, 50 hours", "PT4H, 4 hours", "PT1H, 60 minutes", "PT90M, 90 minutes", "soon, soon"})
    void aLengthOfTimeIsToldAsPeopleSayIt(String iso, String told) {
        assertThat(Shown.lasting(iso)).isEqualTo(told);
    }
}
