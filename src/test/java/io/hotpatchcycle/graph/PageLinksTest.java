package io.hotpatchcycle.graph;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;

class PageLinksTest {

    /** Each link is a new one, so that nothing but their number tells. */
    @Test
    void aListWhoseLinksLeadOnForEverEnds() {
        PageLinks links = new PageLinks(new Purpose("the devices", "Device.Read.All"), URI.create("https://graph.example"));
        for (int page = 0; page < PageLinks.MOST; page++) {
            links.next("https://graph.example/v1.0/devices?$skiptoken=" + page);
        }
        assertThatThrownBy(() -> links.next("https://graph.example/v1.0/devices?$skiptoken=more")).isInstanceOf(GraphUnavailable.class)
                .hasMessageContaining("has not ended after 20000 pages");
    }
}
