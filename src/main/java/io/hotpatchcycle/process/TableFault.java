package io.hotpatchcycle.process;

/**
 * Something in a decision table that leaves open, or not as meant, what it decides.
 *
 * @param table its id
 * @param rule  counted from 1 as Camunda Modeler does; 0 when it is about the whole table
 * @param text  what is wrong and what to do
 */
record TableFault(String table, int rule, String text) {

    String sentence() {
        return table + (rule == 0 ? "" : ", rule " + rule) + ": " + text;
    }
}
