package io.hotpatchcycle.evidence;

import io.hotpatchcycle.evidence.Sheet.Style;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Tables and facts on a sheet: columns by share of the width, the head repeated on each page. */
final class Grid {

    private static final float PADDING = 3;

    private final Sheet sheet;
    private final float[] widths;
    private final List<String> head;

    /**
     * A table.
     *
     * @param shares relative width of each column
     */
    Grid(Sheet sheet, List<String> head, double... shares) {
        this.sheet = sheet;
        this.head = head;
        double all = java.util.Arrays.stream(shares).sum();
        this.widths = new float[shares.length];
        for (int i = 0; i < shares.length; i++) {
            widths[i] = (float) (Sheet.WIDTH * shares[i] / all);
        }
    }

    void rows(List<List<String>> rows) throws IOException {
        sheet.need(40);
        row(head, Style.LABEL, true);
        for (List<String> row : rows) {
            row(row, Style.SMALL, false);
        }
        sheet.space(4);
    }

    private void row(List<String> cells, Style style, boolean shaded) throws IOException {
        List<List<String>> lines = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            lines.add(sheet.wrap(cells.get(i) == null ? "" : cells.get(i), style, widths[i] - 2 * PADDING));
        }
        int most = lines.stream().mapToInt(List::size).max().orElse(1);
        float height = most * style.height() + 2 * PADDING;
        if (sheet.need(height) && !shaded) {
            row(head, Style.LABEL, true);
        }
        if (shaded) {
            sheet.box(Sheet.LEFT, sheet.y() - height, Sheet.WIDTH, height, Sheet.SHADE);
        }
        float x = Sheet.LEFT;
        for (int i = 0; i < widths.length; i++) {
            for (int n = 0; n < lines.get(i).size(); n++) {
                sheet.draw(lines.get(i).get(n), style, x + PADDING, sheet.y() - PADDING - style.size() - n * style.height());
            }
            x += widths[i];
        }
        sheet.space(height);
        sheet.line(Sheet.LINE, 0.5f, Stream.of(Sheet.LEFT, sheet.y(), Sheet.LEFT + Sheet.WIDTH, sheet.y()).toList());
    }

    /** Facts as label and value, one per line. */
    static void facts(Sheet sheet, List<List<String>> facts, float labelWidth) throws IOException {
        for (List<String> fact : facts) {
            String value = fact.get(1) == null || fact.get(1).isEmpty() ? "none" : fact.get(1);
            List<String> lines = sheet.wrap(value, Style.BODY, Sheet.WIDTH - labelWidth);
            sheet.need(Style.BODY.height());
            sheet.draw(fact.get(0), Style.LABEL, Sheet.LEFT, sheet.y() - Style.BODY.size());
            for (String line : lines) {
                sheet.need(Style.BODY.height());
                sheet.draw(line, Style.BODY, Sheet.LEFT + labelWidth, sheet.y() - Style.BODY.size());
                sheet.space(Style.BODY.height());
            }
            sheet.space(1.5f);
        }
    }

    /** A sentence that must not be overlooked. */
    static void warning(Sheet sheet, List<String> sentences) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String sentence : sentences) {
            lines.addAll(sheet.wrap(sentence, Style.BODY, Sheet.WIDTH - 20));
        }
        float height = lines.size() * Style.BODY.height() + 14;
        sheet.need(height);
        sheet.box(Sheet.LEFT, sheet.y() - height, Sheet.WIDTH, height, Sheet.WARN);
        sheet.space(7);
        for (String line : lines) {
            sheet.draw(line, Style.BODY, Sheet.LEFT + 10, sheet.y() - Style.BODY.size());
            sheet.space(Style.BODY.height());
        }
        sheet.space(13);
    }
}
