package io.hotpatchcycle.eligibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.eligibility.Forecast.Group;
import io.hotpatchcycle.eligibility.Forecast.Step;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForecastTest {

    private static final Reason VBS = new Reason("VBS", "NOT_ELIGIBLE", "desktop", "", true);
    private static final Reason LICENCE = new Reason("LICENCE", "NOT_ELIGIBLE", "licensing", "", false);
    private static final Reason JOIN = new Reason("JOIN", "UNKNOWN", "identity", "", false);
    private static final Reason HYBRID = new Reason("HYBRID", "WARNING", "identity", "", false);

    private static Group group(int devices, Reason... reasons) {
        return new Group(devices, Arrays.asList(reasons), false);
    }

    @Test
    void tellsWhatEachReasonAloneWouldBring() {
        Forecast forecast = Forecast.of(List.of(group(71), group(12, VBS), group(5, VBS, LICENCE), group(8, LICENCE, HYBRID), group(4, JOIN)));

        assertThat(forecast.active()).isEqualTo(100);
        assertThat(forecast.eligible()).isEqualTo(71);
        assertThat(forecast.alone()).extracting(Step::code, Step::devices, Step::eligibleBefore, Step::eligibleAfter).containsExactly(
                org.assertj.core.groups.Tuple.tuple("VBS", 17, 71, 83), org.assertj.core.groups.Tuple.tuple("LICENCE", 13, 71, 79),
                org.assertj.core.groups.Tuple.tuple("JOIN", 4, 71, 75));
    }

    @Test
    void theSequenceTakesWhatThenHelpsMost() {
        Forecast forecast = Forecast.of(List.of(group(71), group(12, VBS), group(5, VBS, LICENCE), group(8, LICENCE, HYBRID), group(4, JOIN)));

        assertThat(forecast.sequence()).extracting(Step::code, Step::eligibleBefore, Step::eligibleAfter).containsExactly(
                org.assertj.core.groups.Tuple.tuple("VBS", 71, 83), org.assertj.core.groups.Tuple.tuple("LICENCE", 83, 96),
                org.assertj.core.groups.Tuple.tuple("JOIN", 96, 100));
    }

    @Test
    void manyDevicesThatNeedMoreThanOneFixDoNotComeFirst() {
        Forecast forecast = Forecast.of(List.of(group(20, VBS, LICENCE), group(5, JOIN)));

        assertThat(forecast.sequence().get(0).code()).isEqualTo("JOIN");
    }

    @Test
    void whereNoReasonAloneHelpsTheNearestComesFirst() {
        Forecast forecast = Forecast.of(List.of(group(10, VBS, LICENCE), group(3, LICENCE, JOIN)));

        assertThat(forecast.alone()).allMatch(step -> step.eligibleAfter() == 0);
        assertThat(forecast.sequence()).extracting(Step::code).containsExactly("LICENCE", "VBS", "JOIN");
    }

    @Test
    void aDeviceSeenHotpatchedIsNotWaitingForAMissingFact() {
        Forecast forecast = Forecast.of(List.of(new Group(6, List.of(JOIN), true)));

        assertThat(forecast.eligible()).isEqualTo(6);
    }

    @Test
    void anEmptyFleetHasNothingToFix() {
        assertThat(Forecast.of(List.of())).isEqualTo(new Forecast(0, 0, List.of(), List.of()));
    }
}
