package io.hotpatchcycle.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The number of the change elsewhere: when it is asked for, and what it must look like. */
class ChangeReferenceRuleTest {

    @Test
    void withoutARuleAnyLineWillDoAndNoneWillToo() {
        assertThat(ChangeReferenceRule.NONE.check(null)).isNull();
        assertThat(ChangeReferenceRule.NONE.check("  ")).isNull();
        assertThat(ChangeReferenceRule.NONE.check(" ticket 7 ")).isEqualTo("ticket 7");
        assertThatThrownBy(() -> ChangeReferenceRule.NONE.check("a\nb")).isInstanceOf(DecisionRefused.class).hasMessageContaining("one line");
        assertThatThrownBy(() -> ChangeReferenceRule.NONE.check("x".repeat(201))).isInstanceOf(DecisionRefused.class).hasMessageContaining("at most 200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CHG123", "XCHG0000001", "CHG0000001X", "chg0000001"})
    void onlyTheWholeReferenceFits(String other) {
        ChangeReferenceRule rule = ChangeReferenceRule.of("CHG\\d{7}", false);
        assertThat(rule.check("CHG0000001")).isEqualTo("CHG0000001");
        assertThatThrownBy(() -> rule.check(other)).isInstanceOf(DecisionRefused.class).hasMessageContaining("'" + other + "'");
    }

    @Test
    void aRequiredOneCannotBeLeftOut() {
        ChangeReferenceRule rule = ChangeReferenceRule.of("CHG\\d{7}", true);
        assertThatThrownBy(() -> rule.check(null)).isInstanceOf(DecisionRefused.class).hasMessageContaining("'changeReference' is required");
        assertThatThrownBy(() -> rule.check("")).isInstanceOf(DecisionRefused.class).hasMessageContaining("CHG\\d{7}");
    }

    @Test
    void aRuleThatCannotBeIsToldInOneSentence() {
        assertThatThrownBy(() -> ChangeReferenceRule.of("CHG(", false)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("hotpatch\\.change\\.reference-pattern 'CHG\\(' is no regular expression: .*at character \\d+\\. Correct it.*");
        assertThatThrownBy(() -> ChangeReferenceRule.of(" ", true)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reference-pattern does not say");
    }
}
