package io.hotpatchcycle.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterventionTest {

    private static Procedure.Operation operation(String by, String what) {
        return new Procedure.Operation("1", Instant.EPOCH, by, what, "Incident", null, null, null, null);
    }

    @Test
    void anIncidentThatTheProgramClosesIsNoIntervention() {
        assertThat(Intervention.of(List.of(operation(null, "Resolve"), operation("", "Resolve")))).isEmpty();
        assertThat(Intervention.of(List.of(operation("admin", "Resolve")))).extracting(Intervention::what, Intervention::by)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("Incident closed by hand", "admin"));
    }
}
