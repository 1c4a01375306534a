package io.hotpatchcycle.eligibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotpatchcycle.eligibility.Eligibility.State;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class EligibilityTest {

    private static Reason reason(String effect) {
        Map<String, Object> rule = new HashMap<>();
        rule.put("reason", "CODE");
        rule.put("effect", effect);
        return Reason.of(rule);
    }

    @Test
    void nothingAgainstItIsEligible() {
        assertThat(Eligibility.of(List.of(), false).state()).isEqualTo(State.ELIGIBLE);
        assertThat(Eligibility.of(List.of(reason("WARNING")), false).state()).isEqualTo(State.ELIGIBLE);
    }

    @Test
    void aBlockingReasonWinsOverEverything() {
        assertThat(Eligibility.of(List.of(reason("UNKNOWN"), reason("NOT_ELIGIBLE")), true).state()).isEqualTo(State.NOT_ELIGIBLE);
    }

    @Test
    void whatIsNotKnownLeavesItOpenUnlessItWasSeenHotpatched() {
        assertThat(Eligibility.of(List.of(reason("UNKNOWN")), false).state()).isEqualTo(State.UNKNOWN);
        assertThat(Eligibility.of(List.of(reason("UNKNOWN")), true).state()).isEqualTo(State.ELIGIBLE);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "warning", "FINE", "ELIGIBLE"})
    void anEffectNobodyKnowsIsNotHealthy(String effect) {
        assertThat(Eligibility.of(List.of(reason(effect)), false).state()).isEqualTo(State.UNKNOWN);
    }

    @Test
    void allReasonsAreKeptInTheirOrder() {
        List<Reason> reasons = List.of(reason("UNKNOWN"), reason("NOT_ELIGIBLE"), reason("WARNING"));
        assertThat(Eligibility.of(reasons, false).reasons()).isEqualTo(reasons);
    }
}
