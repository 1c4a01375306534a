package io.hotpatchcycle.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainExpressionsTest {

    @ParameterizedTest
    @ValueSource(strings = {"plain text", "${taskDueAt}", "${verdict == 'PROCEED'}", "${a && !b || (c < 0.5)}", "${not x}", "${a and not (b or c)}", "R/${poll}", "${a}, ${b}", "${empty x ? 'a.b()' : \"}\"}",
        "${decisionResult.getSingleResult().windowLength}", "${decisionResult.getSingleEntry()}", "${currentUserGroups()}", "${now()}"})
    void whatNamesAndComparesIsPlain(String expression) {
        assertThat(PlainExpressions.isPlain(expression)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"${bean.call()}", "${bean.value}", "${bean['value']}", "${''.getClass()}", "${call(x)}", "#{bean.call()}", "${ok} ${bean.call()}", "${'a'.b}", "${\"x\\\".y()}",
        "${x", "${decisionResult.getSingleResult().x.y}", "${now().getClass()}", "${ns:call(x)}", "${a ${b.c}}", "${dateTime().plusDays(1)}", "${'it\\'s'.length()}", "${a; b}", "${a} it's ${b.c} it's"})
    void whatCallsOrWalksIntoSomethingIsNot(String expression) {
        assertThat(PlainExpressions.isPlain(expression)).isFalse();
    }
}
