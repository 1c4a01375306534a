package io.hotpatchcycle.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A group that somebody deletes while its members are written holds its own ring and no other. */
class GoneGroupTest {

    private final RolloutFixture at = new RolloutFixture();

    @AfterEach
    void close() {
        at.close();
    }

    private boolean prepare() {
        return at.inEngineTransaction(() -> at.rollouts.prepareUnits(RolloutFixture.CYCLE));
    }

    @Test
    void holdsItsRingAndTheLaterOnesArePrepared() {
        at.gate.deleteGroup("group of pilot");
        at.gate.addMembers("group of early", List.of("stranger"));
        boolean ready = false;
        for (int run = 0; run < 5 && !ready; run++) {
            ready = prepare();
        }
        assertThat(ready).isTrue();
        assertThat(at.rings.unit("pilot").problem()).contains("Unit 'pilot'", "group of pilot", "deleted in Entra", "Restore");
        assertThat(at.rings.unit("early").problem()).isEmpty();
        assertThat(at.gate.sent()).as("the members of the later ring are put right").contains("remove [stranger]");
    }

    /** What was put right since the plan was drawn is prepared in the same run, and what was taken away is left alone. */
    @Test
    void unitsAreReadBeforeAnythingIsWritten() {
        at.gate.deleteGroup("group of pilot");
        at.gate.addMembers("group of early", List.of("stranger"));
        at.jdbc.update("update hotpatch.unit set problem = 'as it was when the plan was drawn' where name = 'early'");
        prepare();
        assertThat(at.gate.sent()).contains("remove [stranger]");
    }
}
