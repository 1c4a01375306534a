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

    private static Reason named(String code, String effect) {
        return new Reason(code, effect, "", "", false);
    }

    @Test
    void theFirstReasonIsWhatToFixFirstAndAllAreKept() {
        List<Reason> hits = List.of(named("w1", "WARNING"), named("u1", "UNKNOWN"), named("b1", "NOT_ELIGIBLE"), named("w2", "WARNING"), named("odd", "?"),
                named("b2", "NOT_ELIGIBLE"));
        assertThat(Eligibility.of(hits, false).reasons()).extracting(Reason::code).as("what blocks, what is not known, what warns; each in the order of the table")
                .containsExactly("b1", "b2", "u1", "odd", "w1", "w2");
    }
}
