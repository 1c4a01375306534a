package io.hotpatchcycle.evidence;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Writes rows as CSV (RFC 4180) that a spreadsheet shows as text, whatever somebody wrote into a comment. */
final class CsvText implements EvidenceRows.Reader {

    /** A cell that begins so may be run as a formula; the wide forms too. */
    private static final String FORMULA_STARTS = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    private final CSVPrinter printer;

    CsvText(OutputStream out) throws IOException {
        printer = new CSVPrinter(new OutputStreamWriter(out, StandardCharsets.UTF_8), CSVFormat.RFC4180);
    }

    @Override
    public void columns(List<String> names) {
        print(names);
    }

    @Override
    public void row(List<Object> values) {
        print(values.stream().map(CsvText::cell).toList());
    }

    private void print(List<String> cells) {
        try {
            printer.printRecord(cells);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void flush() throws IOException {
        printer.flush();
    }

    /** The value as text; an apostrophe in front where it could be taken for a formula. */
    static String cell(Object value) {
        if (value == null) {
            return "";
        }
        String text = value.toString();
        boolean number = value instanceof Number;
        String start = text.stripLeading();
        boolean formula = !number && !text.isEmpty() && (FORMULA_STARTS.indexOf(text.charAt(0)) >= 0
                || !start.isEmpty() && FORMULA_STARTS.indexOf(start.charAt(0)) >= 0);
        return formula ? "'" + text : text;
    }
}
