package io.hotpatchcycle.evidence;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Rows of one list, or a page of them.
 *
 * @param columns names in camel case
 * @param rows    values in the order of the columns: text, numbers, booleans, instants or null
 * @param total   rows of the whole list
 */
public record Listing(List<String> columns, List<List<Object>> rows, int total) {

    /** A list that is there as a whole, cut to a page. */
    public static Listing page(List<String> columns, List<List<Object>> all, int offset, int limit) {
        int from = Math.min(offset, all.size());
        return new Listing(columns, all.subList(from, Math.min(from + limit, all.size())), all.size());
    }

    /** Writes the rows as CSV (RFC 4180); what a spreadsheet could run as a formula gets an apostrophe in front. */
    public void csv(OutputStream out) throws IOException {
        CsvText csv = new CsvText(out);
        csv.columns(columns);
        rows.forEach(csv::row);
        csv.flush();
    }
}
