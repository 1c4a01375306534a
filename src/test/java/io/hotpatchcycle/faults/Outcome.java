package io.hotpatchcycle.faults;

/**
 * What became of one call under one disturbance.
 *
 * @param word how it ended, for the table
 * @param why  what is wrong; null when nothing is
 */
record Outcome(String word, String why) {

    static Outcome right(String word) {
        return new Outcome(word, null);
    }

    static Outcome wrong(String why) {
        return new Outcome("WRONG", why);
    }

    boolean isWrong() {
        return why != null;
    }

    /** Why a failure is not one that a person can use; null when it is. */
    static String notASentence(Throwable failure) {
        String said = String.valueOf(failure.getMessage());
        boolean sentence = said.matches("(?s)[A-Z].{20,}\\.") && !said.contains("Exception") && !said.contains("\n\tat ");
        return sentence ? null : failure.getClass().getSimpleName() + " instead of a sentence: " + said;
    }
}
