package io.hotpatchcycle.process;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.camunda.bpm.dmn.feel.impl.FeelEngine;
import org.camunda.bpm.engine.variable.context.VariableContext;

/**
 * Answers again what FEEL has answered before, where nothing but the value that is tested, or named, can change the answer: FEEL builds all of its
 * functions anew for each question. What calls a function, knows the time or looks at more than one value is asked each time.
 */
final class KnownAnswers implements FeelEngine {

    /** Texts, numbers, comparisons and ranges of them. */
    private static final Pattern LITERAL = Pattern.compile("(?:\"[^\"\\\\]*+\"|\\b(?:not|true|false|null)\\b|[\\s\\d.,<>=\\[\\]()-])*+");
    private static final Pattern NAME = Pattern.compile("\\s*+[A-Za-z]\\w*+\\s*+");
    private static final int LONGEST = 1_000;
    /** Tables have a few hundred cells. Where figures make it more, it begins anew. */
    private static final int MOST = 20_000;

    private final FeelEngine feel;
    private final Map<String, Kind> kinds = new ConcurrentHashMap<>();
    private final Map<Question, Optional<Object>> answers = new ConcurrentHashMap<>();

    KnownAnswers(FeelEngine feel) {
        this.feel = feel;
    }

    private enum Kind {
        /** It looks at no variable. */
        LITERAL,
        /** It is the name of one variable. */
        NAME,
        OTHER
    }

    /** @param value what it depends on; empty for null */
    private record Question(boolean test, String expression, boolean there, Optional<Object> value) {
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T evaluateSimpleExpression(String expression, VariableContext context) {
        Supplier<Object> ask = () -> feel.evaluateSimpleExpression(expression, context);
        return (T) switch (kind(expression)) {
            case LITERAL -> answer(new Question(false, expression, false, Optional.empty()), ask);
            case NAME -> about(false, expression, expression.strip(), context, ask);
            case OTHER -> ask.get();
        };
    }

    @Override
    public boolean evaluateSimpleUnaryTests(String expression, String inputVariable, VariableContext context) {
        Supplier<Object> ask = () -> feel.evaluateSimpleUnaryTests(expression, inputVariable, context);
        return (Boolean) (kind(expression) == Kind.LITERAL ? about(true, expression, inputVariable, context, ask) : ask.get());
    }

    private Object about(boolean test, String expression, String variable, VariableContext context, Supplier<Object> ask) {
        boolean there = context.containsVariable(variable);
        Object value = there ? context.resolve(variable).getValue() : null;
        return simple(value) ? answer(new Question(test, expression, there, Optional.ofNullable(value)), ask) : ask.get();
    }

    private Object answer(Question question, Supplier<Object> ask) {
        Optional<Object> known = answers.get(question);
        if (known != null) {
            return known.orElse(null);
        }
        Object answer = ask.get();
        if (simple(answer)) {
            room(answers);
            answers.put(question, Optional.ofNullable(answer));
        }
        return answer;
    }

    private Kind kind(String expression) {
        Kind known = kinds.get(expression);
        if (known == null) {
            known = expression.length() > LONGEST ? Kind.OTHER : LITERAL.matcher(expression).matches() ? Kind.LITERAL
                    : NAME.matcher(expression).matches() ? Kind.NAME : Kind.OTHER;
            room(kinds);
            kinds.put(expression, known);
        }
        return known;
    }

    private static void room(Map<?, ?> map) {
        if (map.size() >= MOST) {
            map.clear();
        }
    }

    /** What nobody can change afterwards. */
    private static boolean simple(Object value) {
        return value == null || value instanceof String || value instanceof Boolean || value instanceof Integer || value instanceof Long || value instanceof Double
                || value instanceof BigDecimal;
    }
}
