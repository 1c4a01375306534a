package io.hotpatchcycle.evidence;

import io.hotpatchcycle.evidence.Diagram.Box;
import io.hotpatchcycle.evidence.Diagram.Edge;
import io.hotpatchcycle.evidence.Diagram.Shape;
import io.hotpatchcycle.evidence.Sheet.Style;
import java.awt.Color;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.pdmodel.PDPageContentStream;

/**
 * A model as a drawing, with what the cycle reached in colour and how often. A model that is wider than a page goes on over
 * the next one, with an overlap.
 */
final class DiagramPages {

    private static final float WIDE = 842;
    private static final float HIGH = 595;
    private static final float ROOM_WIDE = WIDE - 2 * Sheet.LEFT;
    private static final float ROOM_HIGH = 430;
    private static final float LARGEST_SCALE = 0.62f;
    private static final float OVERLAP = 60;
    /** How far the handles of a quarter of a circle reach, in radii. */
    private static final float ARC = 0.5523f;
    private static final float TEXT = 11;
    private static final float BADGE = 14;
    private static final float DIAMOND_TEXT = 13;
    private static final Color REACHED = new Color(0xdcebfb);
    private static final Color PLAIN = Color.WHITE;
    private static final Color FLOW = new Color(0x8592a0);

    private final Sheet sheet;
    private PDPageContentStream canvas;
    private float scale;
    private float left;
    private float top;

    DiagramPages(Sheet sheet) {
        this.sheet = sheet;
    }

    /**
     * Draws it.
     *
     * @param times how often each element was reached, by id; one that is missing was not
     */
    void draw(Diagram diagram, Map<String, Integer> times) throws IOException {
        Box all = diagram.bounds();
        scale = Math.min(LARGEST_SCALE, ROOM_HIGH / Math.max(1, all.height()));
        float width = all.width() * scale;
        int pages = width <= ROOM_WIDE ? 1 : (int) Math.ceil((width - OVERLAP) / (ROOM_WIDE - OVERLAP));
        for (int page = 0; page < pages; page++) {
            canvas = sheet.landscape(WIDE, HIGH);
            sheet.text(diagram.name() + (pages == 1 ? "" : ", part " + (page + 1) + " of " + pages), Style.HEADING);
            sheet.text("Filled and numbered: reached, and how often, in all instances of this cycle. The rest was never reached.", Style.NOTE);
            left = Sheet.LEFT - page * (ROOM_WIDE - OVERLAP) - all.x() * scale;
            top = sheet.y() - 14 + all.y() * scale;
            canvas.saveGraphicsState();
            canvas.addRect(Sheet.LEFT - 2, 50, ROOM_WIDE + 4, sheet.y() - 52);
            canvas.clip();
            for (Edge edge : diagram.edges()) {
                edge(edge);
            }
            for (Shape shape : diagram.shapes()) {
                shape(shape, times.getOrDefault(shape.id(), 0));
            }
            canvas.restoreGraphicsState();
        }
    }

    private float x(float x) {
        return left + x * scale;
    }

    private float y(float y) {
        return top - y * scale;
    }

    private void edge(Edge edge) throws IOException {
        List<Float> p = edge.points();
        canvas.setLineDashPattern("association".equals(edge.type()) ? new float[] {1, 2} : new float[0], 0);
        canvas.setStrokingColor(FLOW);
        canvas.setLineWidth(0.7f);
        canvas.moveTo(x(p.get(0)), y(p.get(1)));
        for (int i = 2; i < p.size(); i += 2) {
            canvas.lineTo(x(p.get(i)), y(p.get(i + 1)));
        }
        canvas.stroke();
        canvas.setLineDashPattern(new float[0], 0);
        if (!"association".equals(edge.type())) {
            arrow(p.get(p.size() - 4), p.get(p.size() - 3), p.get(p.size() - 2), p.get(p.size() - 1));
        }
        if (edge.label() != null) {
            text(edge.name(), edge.label(), Sheet.QUIET);
        }
    }

    private void arrow(float fromX, float fromY, float toX, float toY) throws IOException {
        double length = Math.max(0.1, Math.hypot(toX - fromX, toY - fromY));
        float dx = (float) ((toX - fromX) / length);
        float dy = (float) ((toY - fromY) / length);
        polygon(FLOW, null, List.of(toX, toY, toX - 9 * dx + 4 * dy, toY - 9 * dy - 4 * dx, toX - 9 * dx - 4 * dy, toY - 9 * dy + 4 * dx));
    }

    private void shape(Shape shape, int times) throws IOException {
        Box b = shape.box();
        boolean event = shape.type().endsWith("Event");
        boolean gateway = shape.type().endsWith("Gateway");
        Color fill = times > 0 ? REACHED : PLAIN;
        Color line = times > 0 ? Sheet.ACCENT : FLOW;
        canvas.setLineWidth("endEvent".equals(shape.type()) ? 1.8f : "callActivity".equals(shape.type()) ? 1.6f : 0.8f);
        if (event) {
            circle(b, 0, fill, line, shape.calm());
            if (!"startEvent".equals(shape.type()) && !"endEvent".equals(shape.type())) {
                canvas.setLineWidth(0.6f);
                circle(b, 3, fill, line, shape.calm());
            }
            text(shape.event().isEmpty() ? "" : shape.event().substring(0, 1).toUpperCase(java.util.Locale.ROOT), b, line);
        } else if (gateway) {
            float mx = b.x() + b.width() / 2;
            float my = b.y() + b.height() / 2;
            polygon(fill, line, List.of(mx, b.y(), b.x() + b.width(), my, mx, b.y() + b.height(), b.x(), my));
            sign(shape.type().startsWith("parallel") ? "+" : shape.type().startsWith("event") ? "E" : "x", b, line);
        } else if ("textAnnotation".equals(shape.type())) {
            canvas.setStrokingColor(FLOW);
            canvas.moveTo(x(b.x() + 10), y(b.y()));
            canvas.lineTo(x(b.x()), y(b.y()));
            canvas.lineTo(x(b.x()), y(b.y() + b.height()));
            canvas.lineTo(x(b.x() + 10), y(b.y() + b.height()));
            canvas.stroke();
            text(shape.name(), b, Sheet.QUIET);
        } else {
            boolean large = "subProcess".equals(shape.type());
            polygon(large ? null : fill, line, List.of(b.x(), b.y(), b.x() + b.width(), b.y(), b.x() + b.width(), b.y() + b.height(), b.x(), b.y() + b.height()));
            text(shape.name(), large ? new Box(b.x(), b.y() + 4, b.width(), 16) : b, Sheet.INK);
        }
        if (shape.label() != null && (event || gateway)) {
            text(shape.name(), shape.label(), Sheet.INK);
        }
        if (times > 0) {
            count(times, event || gateway ? new Box(b.x() - b.width(), b.y() + b.height(), b.width(), b.height()) : b);
        }
    }

    /** At the upper right corner of a box; names of events and gateways often stand there, so they get it at the lower left. */
    private void count(int times, Box b) throws IOException {
        String text = String.valueOf(times);
        Style style = new Style(TEXT * scale, true, PLAIN);
        float width = sheet.width(text, style) + 6 * scale;
        float bottom = y(b.y()) - 2 * scale;
        sheet.box(x(b.x() + b.width()) - width / 2, bottom, width, BADGE * scale, Sheet.ACCENT);
        sheet.draw(text, style, x(b.x() + b.width()) - width / 2 + 3 * scale, bottom + 3 * scale);
    }

    private void sign(String text, Box b, Color color) throws IOException {
        Style style = new Style(DIAMOND_TEXT * scale, true, color);
        sheet.draw(text, style, x(b.x() + b.width() / 2) - sheet.width(text, style) / 2, y(b.y() + b.height() / 2) - style.size() / 3);
    }

    /** In the middle of a box, broken to fit it. */
    private void text(String text, Box b, Color color) throws IOException {
        if (text.isEmpty()) {
            return;
        }
        Style style = new Style(TEXT * scale, false, color);
        List<String> lines = sheet.wrap(text, style, Math.max(20, b.width() - 4) * scale);
        float line = style.size() * 1.15f;
        float baseline = y(b.y() + b.height() / 2) + line * lines.size() / 2 - style.size() * 0.9f;
        for (String part : lines) {
            sheet.draw(part, style, x(b.x() + b.width() / 2) - sheet.width(part, style) / 2, baseline);
            baseline -= line;
        }
    }

    private void circle(Box b, float inset, Color fill, Color line, boolean dashed) throws IOException {
        float r = (b.width() / 2 - inset) * scale;
        float k = r * ARC;
        float mx = x(b.x() + b.width() / 2);
        float my = y(b.y() + b.height() / 2);
        canvas.setLineDashPattern(dashed ? new float[] {2, 1.5f} : new float[0], 0);
        canvas.moveTo(mx + r, my);
        canvas.curveTo(mx + r, my + k, mx + k, my + r, mx, my + r);
        canvas.curveTo(mx - k, my + r, mx - r, my + k, mx - r, my);
        canvas.curveTo(mx - r, my - k, mx - k, my - r, mx, my - r);
        canvas.curveTo(mx + k, my - r, mx + r, my - k, mx + r, my);
        paint(fill, line);
        canvas.setLineDashPattern(new float[0], 0);
    }

    /** Filled, edged or both; null for neither. */
    private void polygon(Color fill, Color line, List<Float> points) throws IOException {
        canvas.moveTo(x(points.get(0)), y(points.get(1)));
        for (int i = 2; i < points.size(); i += 2) {
            canvas.lineTo(x(points.get(i)), y(points.get(i + 1)));
        }
        paint(fill, line);
    }

    private void paint(Color fill, Color line) throws IOException {
        canvas.closePath();
        if (fill != null) {
            canvas.setNonStrokingColor(fill);
        }
        if (line != null) {
            canvas.setStrokingColor(line);
        }
        if (fill != null && line != null) {
            canvas.fillAndStroke();
        } else if (fill != null) {
            canvas.fill();
        } else {
            canvas.stroke();
        }
    }
}
