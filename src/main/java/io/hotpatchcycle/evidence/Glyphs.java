package io.hotpatchcycle.evidence;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.pdmodel.font.PDFont;

/** Measures and breaks text, and names what the font cannot show instead of dropping it. */
final class Glyphs {

    private static final float UNITS = 1000;

    private final PDFont font;
    private final Map<Integer, String> shown = new HashMap<>();
    private final Map<String, Float> widths = new HashMap<>();

    Glyphs(PDFont font) {
        this.font = font;
    }

    /** The text in signs the font has; any other as {@code [U+4E00]}. */
    String printable(String text) {
        StringBuilder printable = new StringBuilder();
        text.codePoints().forEach(sign -> printable.append(shown.computeIfAbsent(sign, this::sign)));
        return printable.toString();
    }

    private String sign(int codePoint) {
        String text = Character.toString(codePoint);
        if (Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint)) {
            return " ";
        }
        try {
            if (Character.isISOControl(codePoint) || font.getStringWidth(text) < 0) {
                throw new IllegalArgumentException(text);
            }
            return text;
        } catch (IOException | IllegalArgumentException e) {
            return String.format("[U+%04X]", codePoint);
        }
    }

    float width(String text, Sheet.Style style) throws IOException {
        float width = 0;
        for (String sign : printable(text).split("")) {
            Float known = widths.get(sign);
            if (known == null) {
                known = sign.isEmpty() ? 0 : font.getStringWidth(sign);
                widths.put(sign, known);
            }
            width += known;
        }
        return width / UNITS * style.size();
    }

    /** Lines that fit; a word that is too long is cut where it must be. */
    List<String> wrap(String text, Sheet.Style style, float width) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String paragraph : printableLines(text)) {
            StringBuilder line = new StringBuilder();
            for (String word : paragraph.split(" ")) {
                String longer = line.isEmpty() ? word : line + " " + word;
                if (width(longer, style) > width && !line.isEmpty()) {
                    lines.add(line.toString());
                    longer = word;
                }
                line.setLength(0);
                line.append(cut(longer, style, width, lines));
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private List<String> printableLines(String text) {
        return text.lines().map(this::printable).toList().isEmpty() ? List.of("") : text.lines().map(this::printable).toList();
    }

    private String cut(String word, Sheet.Style style, float width, List<String> lines) throws IOException {
        String rest = word;
        while (width(rest, style) > width && rest.length() > 1) {
            int fits = rest.length() - 1;
            while (fits > 1 && width(rest.substring(0, fits), style) > width) {
                fits--;
            }
            lines.add(rest.substring(0, fits));
            rest = rest.substring(fits);
        }
        return rest;
    }
}
