package io.hotpatchcycle.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ToldTest {

    @Test
    void aRefusedDecisionIsItsReasonAlone() {
        assertThat(Told.sentence("decision.refused", "{\"task\":\"aa-bb\",\"decision\":\"RESUME\",\"kind\":\"PERSON\",\"reason\":\"Who asked for the stop does not lift it.\"}"))
                .isEqualTo("Who asked for the stop does not lift it.");
        assertThat(Told.title("decision.refused")).isEqualTo("Decision refused");
        assertThat(Told.title("gate.notProven")).isEqualTo("Gate not proven");
    }

    @Test
    void otherEventsAreToldWithoutBracesIdsAndHashes() {
        String hash = "0123456789abcdef".repeat(4);
        assertThat(Told.sentence("clock.wrong", "{\"source\":\"graph\",\"apartSeconds\":90,\"task\":\"t\",\"sha\":\"" + hash + "\",\"of\":[{\"ring\":\"pilot\",\"n\":2},{\"ring\":\"early\"}],\"none\":null}"))
                .isEqualTo("source: graph; apart seconds: 90; of: ring: pilot; n: 2 · ring: early");
        assertThat(Told.sentence("anything", "not json")).isEqualTo("text: not json");
    }

    @Test
    void aLongTextIsCutBetweenWords() {
        assertThat(Told.cut("word ".repeat(100))).hasSizeLessThan(310).endsWith("word …");
        assertThat(Told.cut("short")).isEqualTo("short");
    }
}
