package io.hotpatchcycle.process;

import io.hotpatchcycle.process.model.ModelBeans;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.spring.SpringExpressionManager;
import org.camunda.bpm.impl.juel.jakarta.el.ValueExpression;
import org.springframework.context.ApplicationContext;

/**
 * Expressions in models and in the filters of Tasklist name variables and compare them. Left to itself the engine lets one call any
 * method of any bean and of any class of Java: who may deploy a model could record approvals, or run programs on the server. So
 * an expression that calls or walks into anything is refused when it is read, wherever it stands. Of the beans it sees those that models
 * may call: the others, the environment with its secrets among them, could be shown as the name of a task.
 */
final class PlainExpressions extends SpringExpressionManager {

    private static final Pattern TEXT = Pattern.compile("'[^'\\\\]*'|\"[^\"\\\\]*\"");
    /** What the engine offers itself: the result of a decision, who asks, what time it is. */
    private static final Pattern OFFERED = Pattern.compile("\\bdecisionResult\\.getSingle(Result\\(\\)\\.[A-Za-z_]\\w*|Entry\\(\\))|\\b(currentUser|currentUserGroups|now|dateTime)\\(\\)"
            + "|\\bexecution\\.(processBusinessKey|businessKey|processInstanceId|id)\\b");
    private static final Pattern NUMBER = Pattern.compile("\\b\\d+\\.\\d+\\b");
    private static final Pattern WORD = Pattern.compile("\\b(and|or|not|empty|eq|ne|lt|gt|le|ge)\\b");
    /** Calls, steps into something, a quote that TEXT did not understand, and what begins another expression. */
    private static final Pattern REACHING = Pattern.compile("[.\\[\\]\\\\;'\"{#$]|\\w\\s*\\(|->");

    PlainExpressions(ApplicationContext beans) {
        super(beans, new Callable(beans));
    }

    /** Every way to an expression leads through here, those of steps as those of tables. */
    @Override
    public ValueExpression createValueExpression(String expression) {
        if (!isPlain(expression)) {
            throw new ModelBringsCode("The expression " + shortened(expression) + " calls something. Expressions only name variables and compare them, "
                    + "e.g. ${verdict == 'PROCEED'}; what is to be done is the delegate expression of a task, e.g. ${assessRing}.");
        }
        return super.createValueExpression(expression);
    }

    /** Text around an expression is text; only what stands in {@code ${}} or {@code #{}} is looked at. */
    static boolean isPlain(String expression) {
        int at = 0;
        while (true) {
            int start = begin(expression, at);
            if (start < 0) {
                return true;
            }
            int end = end(expression, start);
            if (end < 0) {
                return false;
            }
            String bare = TEXT.matcher(expression.substring(start, end)).replaceAll("0");
            bare = WORD.matcher(NUMBER.matcher(OFFERED.matcher(bare).replaceAll("0")).replaceAll("0")).replaceAll("&");
            if (REACHING.matcher(bare).find()) {
                return false;
            }
            at = end + 1;
        }
    }

    /** Behind the next brace that opens an expression; -1 when there is none. */
    private static int begin(String text, int from) {
        for (int i = from; i + 1 < text.length(); i++) {
            if ((text.charAt(i) == '$' || text.charAt(i) == '#') && text.charAt(i + 1) == '{') {
                return i + 2;
            }
        }
        return -1;
    }

    /** The brace that ends it, behind every text in quotes; -1 when there is none. */
    private static int end(String text, int from) {
        char quote = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote == 0 && c == '}') {
                return i;
            }
            quote = quote == c ? 0 : quote == 0 && (c == '\'' || c == '"') ? c : quote;
        }
        return -1;
    }

    private static String shortened(String expression) {
        return "'" + (expression.length() > 200 ? expression.substring(0, 200) + "..." : expression) + "'";
    }

    /** The beans that models may call, made when they are first asked for. */
    private static final class Callable extends AbstractMap<Object, Object> {

        private final ApplicationContext beans;

        Callable(ApplicationContext beans) {
            this.beans = beans;
        }

        @Override
        public boolean containsKey(Object name) {
            return (ModelBeans.DELEGATES.contains(name) || ModelBeans.TASK_LISTENERS.contains(name)) && beans.containsBean((String) name);
        }

        @Override
        public Object get(Object name) {
            return containsKey(name) ? beans.getBean((String) name) : null;
        }

        @Override
        public Set<Map.Entry<Object, Object>> entrySet() {
            return Set.of();
        }
    }
}
