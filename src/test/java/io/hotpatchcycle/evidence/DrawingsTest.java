package io.hotpatchcycle.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

/** Models are drawn as their authors placed them, with what was reached, and always the same. */
class DrawingsTest {

    private static final Map<String, byte[]> MODELS = new TreeMap<>();

    static {
        try (Stream<Path> files = Files.list(Path.of("processes"))) {
            for (Path file : files.toList()) {
                MODELS.put(file.toString(), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Procedure.Step step(String process, String element) {
        return new Procedure.Step(process, element, element, "x", Instant.EPOCH, Instant.EPOCH, false, null);
    }

    /** Every element once, and the first of the roll-back 17 times. */
    private static List<Procedure.Step> course() {
        Diagram rollBack = Diagram.of(MODELS.get("processes/roll-back.bpmn")).orElseThrow();
        Diagram cycle = Diagram.of(MODELS.get("processes/patch-cycle.bpmn")).orElseThrow();
        return Stream.concat(Stream.generate(() -> step("roll-back", rollBack.shapes().get(0).id())).limit(17),
                cycle.shapes().stream().limit(60).map(s -> step("patch-cycle", s.id()))).toList();
    }

    private static byte[] pdf() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Sheet sheet = new Sheet("t")) {
            new Drawings(MODELS, course()).draw(sheet);
            sheet.save(out, "f");
        }
        return out.toByteArray();
    }

    @Test
    void theModelsOfTheCourseAreDrawnWithCounts() throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf())) {
            String text = new PDFTextStripper().getText(document).replaceAll("\\s+", " ");

            assertThat(text).contains("17", "part 2 of").contains(Diagram.of(MODELS.get("processes/roll-back.bpmn")).orElseThrow().name());
            assertThat(text).as("never reached").doesNotContain(Diagram.of(MODELS.get("processes/release-intake.bpmn")).orElseThrow().name());
        }
    }

    @Test
    void theSameCourseGivesTheSameBytes() throws IOException {
        assertThat(pdf()).isEqualTo(pdf());
    }

    @Test
    void everyModelOfOursHasADrawingWithAllItsNodes() {
        MODELS.forEach((name, content) -> {
            if (name.endsWith(".bpmn")) {
                assertThat(Diagram.of(content).orElseThrow().shapes()).as(name).hasSize(new String(content, StandardCharsets.UTF_8).split("<bpmndi:BPMNShape ").length - 1);
            }
        });
    }

    @Test
    void whatIsNoDrawingIsLeftOut() {
        String model = new String(MODELS.get("processes/roll-back.bpmn"), StandardCharsets.UTF_8);
        assertThat(List.of("", "{}", "<a/>", "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>", model.substring(0, 9000),
                model.replace("x=\"162\"", "x=\"NaN\""), model.replace("x=\"162\"", "x=\"1e30\""), model.replace("x=\"162\"", "x=\"left\"")))
                .allSatisfy(text -> assertThat(Diagram.of(text.getBytes(StandardCharsets.UTF_8))).isEmpty());
    }
}
