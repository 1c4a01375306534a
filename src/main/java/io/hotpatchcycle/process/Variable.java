package io.hotpatchcycle.process;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.function.Function;
import org.camunda.bpm.engine.delegate.VariableScope;

/**
 * A typed process variable: its name, and how it is stored as a primitive of the engine.
 *
 * @param <T> type in Java
 */
public final class Variable<T> {

    private final String name;
    private final Class<T> type;
    private final Function<T, Object> write;
    private final Function<Object, T> read;

    private Variable(String name, Class<T> type, Function<T, Object> write, Function<Object, T> read) {
        this.name = name;
        this.type = type;
        this.write = write;
        this.read = read;
    }

    /** Text of up to 4,000 characters. */
    public static Variable<String> text(String name) {
        return new Variable<>(name, String.class, v -> v, v -> v instanceof String s ? s : null);
    }

    /** Yes or no. */
    public static Variable<Boolean> flag(String name) {
        return new Variable<>(name, Boolean.class, v -> v, v -> v instanceof Boolean b ? b : null);
    }

    /** A whole or decimal number. */
    public static Variable<Double> number(String name) {
        return new Variable<>(name, Double.class, v -> v, v -> v instanceof Number n ? Double.valueOf(n.doubleValue()) : null);
    }

    /** A moment, stored as a date so that timers can use it. */
    public static Variable<Instant> moment(String name) {
        return new Variable<>(name, Instant.class, Date::from, v -> v instanceof Date d ? d.toInstant() : null);
    }

    /** A duration, stored as ISO 8601 text. */
    public static Variable<Duration> duration(String name) {
        return new Variable<>(name, Duration.class, Duration::toString, v -> v instanceof String s ? Duration.parse(s) : null);
    }

    /** An enum constant, stored by its name. */
    public static <E extends Enum<E>> Variable<E> constant(String name, Class<E> type) {
        return new Variable<>(name, type, Enum::name, v -> v instanceof String s ? Enum.valueOf(type, s) : null);
    }

    /** Name in the models. */
    public String name() {
        return name;
    }

    /**
     * The value in this scope.
     *
     * @throws IllegalStateException when it is missing, or of another type
     */
    public T from(VariableScope scope) {
        if (!scope.hasVariable(name) || scope.getVariable(name) == null) {
            throw new IllegalStateException("Process variable '" + name + "' is missing at " + where(scope)
                    + ". The step before must set it; check the model.");
        }
        return orNull(scope);
    }

    /** The value in this scope; null when it is missing. */
    public T orNull(VariableScope scope) {
        Object raw = scope.getVariable(name);
        if (raw == null) {
            return null;
        }
        T value = read.apply(raw);
        if (value == null) {
            throw new IllegalStateException("Process variable '" + name + "' at " + where(scope) + " should be a "
                    + type.getSimpleName() + ", but is " + raw.getClass().getSimpleName() + " '" + raw + "'.");
        }
        return value;
    }

    /** Sets the value in the process instance. */
    public void on(VariableScope scope, T value) {
        scope.setVariable(name, value == null ? null : write.apply(value));
    }

    private static String where(VariableScope scope) {
        return scope instanceof org.camunda.bpm.engine.delegate.DelegateExecution execution
                ? "'" + execution.getCurrentActivityId() + "' of cycle " + execution.getProcessBusinessKey() : "this task";
    }
}
