package io.hotpatchcycle.approval;

/** Text that a person must give, as it is kept. */
public final class GivenText {

    private GivenText() {
    }

    /** At most {@value Approvals#MAX_COMMENT} characters; see {@link #read(String, String, int)}. */
    public static String read(String name, String value) {
        return read(name, value, Approvals.MAX_COMMENT);
    }

    /**
     * The text without blanks around it.
     *
     * @throws DecisionRefused when it is empty, too long or no text
     */
    public static String read(String name, String value, int longest) {
        String text = value == null ? "" : value.strip();
        if (text.isEmpty()) {
            throw new DecisionRefused("'" + name + "' is missing. Nothing has changed.");
        }
        if (text.length() > longest) {
            throw new DecisionRefused("'" + name + "' has " + text.length() + " characters; at most " + longest + " are kept. Shorten it.");
        }
        if (text.indexOf('\0') >= 0) {
            throw new DecisionRefused("'" + name + "' contains a character that is no text (U+0000). Remove it.");
        }
        return text;
    }
}
