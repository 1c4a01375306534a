package io.hotpatchcycle.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Somebody deletes the group by which devices are exempted: they stay exempted, and it is said. */
class ExemptGroupGoneTest {

    private static final RingSettings ALL = new RingSettings("all", null, BigDecimal.valueOf(100), null, null);

    private final PlannedRings at = new PlannedRings();
    private final Rings rings = at.rings(false, ALL);

    @AfterEach
    void stop() {
        at.close();
    }

    private void exempted(String... devices) {
        assertThat(at.plan(rings)).allSatisfy((device, planned) -> assertThat("EXEMPTED".equals(planned.why())).as(device).isEqualTo(List.of(devices).contains(device)));
    }

    private List<Map<String, Object>> told() {
        return at.jdbc.queryForList("select type, data::jsonb ->> 'message' as message from hotpatch.event where type like 'exemption.group%' order by id");
    }

    @Test
    void whoWasInItStaysExemptedUntilItIsThereAgain() {
        at.devices("till", "office");
        at.tenant.group("group of all", true, false);
        at.tenant.group("tills", false, false, "o-till");
        at.jdbc.update("insert into hotpatch.exemption (scope, target, reason, compensating_control, requested_by, requested_at, expires_at, state, decided_by) "
                + "values ('GROUP', 'tills', 'r', 'c', 'x', now(), ?, 'GRANTED', 'y')", java.sql.Timestamp.from(PlannedRings.NOW.plusSeconds(86_400)));
        exempted("till");
        assertThat(rings.exemptGroupsGone()).isEmpty();

        at.tenant.gone.add("tills");
        exempted("till");
        exempted("till");
        assertThat(told()).as("once").singleElement().satisfies(e -> {
            assertThat(e.get("type")).isEqualTo("exemption.groupGone");
            assertThat(e.get("message").toString()).startsWith("Group tills of exception ").contains("is gone from Entra. The 1 devices", "stay exempted");
        });
        assertThat(rings.exemptGroupsGone().values()).singleElement().asString().contains("Group tills");

        at.tenant.gone.clear();
        at.tenant.members.put("tills", new java.util.TreeSet<>());
        exempted();
        assertThat(told()).last().satisfies(e -> assertThat(e.get("type")).isEqualTo("exemption.groupBack"));
        assertThat(rings.exemptGroupsGone()).isEmpty();
    }
}
