package io.hotpatchcycle.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JumpsTest {

    private static final String MODEL = """
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p"><startEvent id="start"/><userTask id="approve"/><serviceTask id="open"/>
            <boundaryEvent id="late" attachedToRef="approve"/><sequenceFlow id="a" sourceRef="start" targetRef="approve"/>
            <sequenceFlow id="b" sourceRef="approve" targetRef="open"/><sequenceFlow id="c" sourceRef="late" targetRef="open"/></process></definitions>""";

    private static List<List<Object>> of(String... elements) throws IOException {
        return new Jumps(List.of(MODEL.getBytes(StandardCharsets.UTF_8), "{}".getBytes(StandardCharsets.UTF_8)))
                .of(Stream.of(elements).map(e -> new Procedure.Step("p", e, e, "x", Instant.EPOCH, null, false, null)).toList());
    }

    @Test
    void whatTheModelExplainsIsNoJump() throws IOException {
        assertThat(of("start", "approve", "open")).isEmpty();
        assertThat(of("start", "approve", "late", "open")).isEmpty();
        assertThat(of("start", "approve#multiInstanceBody", "approve")).isEmpty();
    }

    @Test
    void aTokenThatPassedTheApprovalIsOne() throws IOException {
        assertThat(of("start", "open")).singleElement().satisfies(row -> assertThat(row).startsWith("p", "open").endsWith("approve late"));
        assertThat(of("late")).singleElement().satisfies(row -> assertThat(row).endsWith("approve"));
    }
}
