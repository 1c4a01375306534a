package io.hotpatchcycle.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.camunda.bpm.dmn.feel.impl.FeelEngine;
import org.camunda.bpm.dmn.feel.impl.scala.ScalaFeelEngineFactory;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.context.VariableContext;
import org.junit.jupiter.api.Test;

/** What is answered again is what FEEL answers. */
class KnownAnswersTest {

    private static final List<String> TESTS = List.of("\"a\"", "\"a\",\"b\"", "not(\"a\")", "not(\"a\", \"5\")", "5", "> 5", ">= 5.5", "[1..5]", "]1..5[", "< 3, > 7", "true", "false", "null",
            "not(null)", "other", "> other", "? = other", "starts with(?, \"a\")", "\"a \\\" b\"");
    private static final List<String> EXPRESSIONS = List.of("\"a\"", "\"P1D\"", "5", "5.50", "true", "null", "-3", "input", " input ", "other", "input + 1", "if other = 5 then input else null",
            "string length(\"abc\")", "missing", "[1, 2]");
    private static final List<Object> VALUES = Arrays.asList("a", "b", "5", "", 5, 5L, 5.0, 5.5, 6, new BigDecimal("5.50"), true, false, null);

    private final FeelEngine feel = new ScalaFeelEngineFactory().createInstance();
    private final AtomicInteger asked = new AtomicInteger();
    private final FeelEngine known = new KnownAnswers(new FeelEngine() {

        @Override
        public <T> T evaluateSimpleExpression(String expression, VariableContext context) {
            asked.incrementAndGet();
            return feel.evaluateSimpleExpression(expression, context);
        }

        @Override
        public boolean evaluateSimpleUnaryTests(String expression, String inputVariable, VariableContext context) {
            asked.incrementAndGet();
            return feel.evaluateSimpleUnaryTests(expression, inputVariable, context);
        }
    });

    @Test
    void whateverIsAskedInWhateverOrderTheAnswerIsThatOfFeel() {
        for (int again = 0; again < 2; again++) {
            for (Object other : Arrays.asList(5, "a")) {
                for (Object value : VALUES) {
                    VariableContext context = of(Variables.createVariables().putValue("input", value).putValue("other", other));
                    for (String test : TESTS) {
                        assertThat(answer(() -> known.evaluateSimpleUnaryTests(test, "input", context))).as("%s of %s, %s", test, value, other)
                                .isEqualTo(answer(() -> feel.evaluateSimpleUnaryTests(test, "input", context)));
                    }
                    for (String expression : EXPRESSIONS) {
                        assertThat(answer(() -> known.evaluateSimpleExpression(expression, context))).as("%s of %s, %s", expression, value, other)
                                .isEqualTo(answer(() -> feel.evaluateSimpleExpression(expression, context)));
                    }
                }
            }
        }
    }

    @Test
    void aTestOfTheSameValueIsAskedOnceWhateverElseHasChanged() {
        for (int other = 0; other < 3; other++) {
            VariableContext context = of(Variables.createVariables().putValue("input", "a").putValue("other", other));
            assertThat(known.evaluateSimpleUnaryTests("not(\"b\")", "input", context)).isTrue();
            assertThat(known.<String>evaluateSimpleExpression("input", context)).isEqualTo("a");
        }
        assertThat(asked).hasValue(2);
        for (int other = 0; other < 3; other++) {
            VariableContext context = of(Variables.createVariables().putValue("input", 1).putValue("other", other));
            assertThat(known.evaluateSimpleUnaryTests("other", "input", context)).isEqualTo(other == 1);
        }
        assertThat(asked).as("what looks at another variable is asked each time").hasValue(5);
    }

    private static VariableContext of(VariableMap variables) {
        return variables.asVariableContext();
    }

    /** Also of what it refuses. */
    private static List<Object> answer(Supplier<Object> question) {
        try {
            return new ArrayList<>(Arrays.asList(question.get()));
        } catch (RuntimeException e) {
            return new ArrayList<>(Arrays.asList(e.getClass(), e.getMessage()));
        }
    }
}
