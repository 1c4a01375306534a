package io.hotpatchcycle.approval;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What the number of a change in a system outside must look like.
 *
 * @param pattern  null when any text will do
 * @param required whether a change is approved only with one
 */
public record ChangeReferenceRule(Pattern pattern, boolean required) {

    /** A reference may have this many characters. */
    public static final int LONGEST = 200;

    /** No pattern, nothing required. */
    public static final ChangeReferenceRule NONE = new ChangeReferenceRule(null, false);

    /**
     * The rule as configured.
     *
     * @param pattern regular expression; null or empty for none
     * @throws IllegalArgumentException one sentence that says what to correct
     */
    public static ChangeReferenceRule of(String pattern, boolean required) {
        boolean given = pattern != null && !pattern.isBlank();
        if (required && !given) {
            throw new IllegalArgumentException("hotpatch.change.reference-required is true, but hotpatch.change.reference-pattern does not say what a "
                    + "reference looks like. Set it, e.g. CHG\\d{7}.");
        }
        try {
            return new ChangeReferenceRule(given ? Pattern.compile(pattern.strip()) : null, required);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("hotpatch.change.reference-pattern '" + pattern + "' is no regular expression: " + e.getDescription()
                    + (e.getIndex() < 0 ? "" : " at character " + (e.getIndex() + 1)) + ". Correct it, e.g. CHG\\d{7}.", e);
        }
    }

    /**
     * Checks what was given with an approval.
     *
     * @return the reference to keep; null when none was given
     * @throws DecisionRefused when it is missing or does not fit
     */
    String check(Object given) {
        String text = given == null ? "" : given.toString().strip();
        if (text.isEmpty()) {
            if (required) {
                throw new DecisionRefused("'changeReference' is required to approve this change: the number of the change in your change system ("
                        + pattern + ").");
            }
            return null;
        }
        if (text.length() > LONGEST || text.chars().anyMatch(Character::isISOControl)) {
            throw new DecisionRefused("'changeReference' must be one line of at most " + LONGEST + " characters.");
        }
        if (pattern != null && !pattern.matcher(text).matches()) {
            throw new DecisionRefused("'changeReference' is '" + text + "', which does not look like a change of your change system (" + pattern + ").");
        }
        return text;
    }
}
