package io.hotpatchcycle.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.api.Test;

class AssignmentsTest {

    private final Groups groups = new Groups(new Dice(1), java.util.List.of());

    private Assignments of(String... targets) throws JsonProcessingException {
        return Assignments.parse(Json.parse("[{\"target\":" + String.join("},{\"target\":", targets) + "}]"), groups);
    }

    private String target(String type, int group) {
        return "{\"@odata.type\":\"#microsoft.graph." + type + "\",\"groupId\":\"" + groups.all().get(group).id() + "\"}";
    }

    @Test
    void allDevicesAreAlsoThoseInNoGroupAndAnExclusionWins() throws JsonProcessingException {
        String everybody = "{\"@odata.type\":\"#microsoft.graph.allDevicesAssignmentTarget\"}";
        assertThat(of(everybody).applyTo(0)).isTrue();
        Assignments others = of(everybody, target("exclusionGroupAssignmentTarget", 1));
        assertThat(others.applyTo(0)).isTrue();
        assertThat(others.applyTo(1)).isTrue();
        assertThat(others.applyTo(3)).as("in the first two groups").isFalse();
        assertThat(of(target("groupAssignmentTarget", 1)).applyTo(0)).isFalse();
        assertThat(Assignments.none().applyTo(3)).isFalse();
    }
}
