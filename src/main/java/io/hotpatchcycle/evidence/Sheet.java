package io.hotpatchcycle.evidence;

import java.awt.Color;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDPageContentStream.AppendMode;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;

/**
 * A paginated A4 document, written from top to bottom. The font is embedded and comes with the library, so nothing of
 * the machine shows; no date and no random number gets in.
 */
final class Sheet implements AutoCloseable {

    static final float LEFT = 48;
    static final float WIDTH = PDRectangle.A4.getWidth() - 2 * LEFT;
    private static final float TOP = PDRectangle.A4.getHeight() - 52;
    private static final float BOTTOM = 56;
    private static final float LEADING = 1.32f;
    private static final long SAME_ID = 1;
    private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

    static final Color INK = new Color(0x1c2733);
    static final Color QUIET = new Color(0x5b6875);
    static final Color ACCENT = new Color(0x0b5cad);
    static final Color LINE = new Color(0xc9d2db);
    static final Color SHADE = new Color(0xeef2f6);
    static final Color WARN = new Color(0xfff4d6);

    private final PDDocument document = new PDDocument();
    private final PDType0Font font;
    private final Glyphs glyphs;
    private PDPageContentStream canvas;
    private float y;

    Sheet(String title) throws IOException {
        document.setDocumentId(SAME_ID);
        PDDocumentInformation information = new PDDocumentInformation();
        information.setTitle(title);
        information.setProducer("Hotpatch Cycle");
        document.setDocumentInformation(information);
        try (InputStream in = PDDocument.class.getResourceAsStream(FONT)) {
            font = PDType0Font.load(document, in, true);
        }
        glyphs = new Glyphs(font);
        newPage();
    }

    /** How a text looks. */
    record Style(float size, boolean bold, Color color) {

        static final Style BODY = new Style(9, false, INK);
        static final Style SMALL = new Style(7.5f, false, INK);
        static final Style NOTE = new Style(8, false, QUIET);
        static final Style LABEL = new Style(7.5f, true, QUIET);
        static final Style HEADING = new Style(12.5f, true, ACCENT);
        static final Style TITLE = new Style(20, true, INK);

        Style inBold() {
            return new Style(size, true, color);
        }

        float height() {
            return size * LEADING;
        }
    }

    private void newPage() throws IOException {
        newPage(PDRectangle.A4);
        y = TOP;
    }

    private void newPage(PDRectangle size) throws IOException {
        if (canvas != null) {
            canvas.close();
        }
        PDPage page = new PDPage(size);
        document.addPage(page);
        canvas = new PDPageContentStream(document, page, AppendMode.OVERWRITE, true);
    }

    /** Begins a page of another size for a drawing; what does not fit goes on on a usual page. Returns what to draw on. */
    PDPageContentStream landscape(float width, float height) throws IOException {
        newPage(new PDRectangle(width, height));
        y = height - Style.TITLE.size() * 2;
        return canvas;
    }

    /** Begins a new page unless this much room is left; returns whether it did. */
    boolean need(float height) throws IOException {
        if (y - height >= BOTTOM) {
            return false;
        }
        newPage();
        return true;
    }

    float y() {
        return y;
    }

    void space(float height) {
        y -= height;
    }

    void heading(String text) throws IOException {
        need(60);
        space(14);
        text(text, Style.HEADING);
        space(3);
    }

    void text(String text, Style style) throws IOException {
        paragraph(text, style, LEFT, WIDTH);
    }

    /** Wrapped text in a column. */
    void paragraph(String text, Style style, float x, float width) throws IOException {
        for (String line : glyphs.wrap(text, style, width)) {
            need(style.height());
            draw(line, style, x, y - style.size());
            space(style.height());
        }
    }

    List<String> wrap(String text, Style style, float width) throws IOException {
        return glyphs.wrap(text, style, width);
    }

    float width(String text, Style style) throws IOException {
        return glyphs.width(text, style);
    }

    /** One line at a place of its own. */
    void draw(String line, Style style, float x, float baseline) throws IOException {
        draw(canvas, line, style, x, baseline);
    }

    private void draw(PDPageContentStream to, String line, Style style, float x, float baseline) throws IOException {
        to.beginText();
        to.setFont(font, style.size());
        to.setNonStrokingColor(style.color());
        to.setStrokingColor(style.color());
        // the library brings one weight: bold is the same letters with a thicker edge
        to.setRenderingMode(style.bold() ? RenderingMode.FILL_STROKE : RenderingMode.FILL);
        to.setLineWidth(style.size() * 0.03f);
        to.newLineAtOffset(x, baseline);
        to.showText(glyphs.printable(line));
        to.endText();
    }

    void box(float x, float bottom, float width, float height, Color color) throws IOException {
        canvas.setNonStrokingColor(color);
        canvas.addRect(x, bottom, width, height);
        canvas.fill();
    }

    /** A line through these points: x, y, x, y ... */
    void line(Color color, float thickness, List<Float> points) throws IOException {
        canvas.setStrokingColor(color);
        canvas.setLineWidth(thickness);
        canvas.moveTo(points.get(0), points.get(1));
        for (int i = 2; i < points.size(); i += 2) {
            canvas.lineTo(points.get(i), points.get(i + 1));
        }
        canvas.stroke();
    }

    /** Numbers the pages and writes the document. */
    void save(OutputStream out, String footer) throws IOException {
        canvas.close();
        List<PDPage> pages = new ArrayList<>();
        document.getPages().forEach(pages::add);
        for (int i = 0; i < pages.size(); i++) {
            try (PDPageContentStream foot = new PDPageContentStream(document, pages.get(i), AppendMode.APPEND, true, true)) {
                String number = "Page " + (i + 1) + " of " + pages.size();
                draw(foot, footer, Style.NOTE, LEFT, BOTTOM - 24);
                draw(foot, number, Style.NOTE, pages.get(i).getMediaBox().getWidth() - LEFT - width(number, Style.NOTE), BOTTOM - 24);
            }
        }
        document.save(out);
    }

    @Override
    public void close() throws IOException {
        document.close();
    }
}
