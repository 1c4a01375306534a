package io.hotpatchcycle.finding;

import java.time.Instant;

/**
 * A scanner's list that was imported, and how its lines were judged.
 *
 * @param name       file name, as given
 * @param importedAt business time; the facts it was judged by are as of then
 * @param rows       lines, the heading not counted; the sum of the three that follow
 */
public record ImportedList(long id, String name, Instant importedAt, String importedBy, int rows, int falsePositive, int real, int unknown) {
}
