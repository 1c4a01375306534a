package io.hotpatchcycle.process.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestClassOrder;

/**
 * Every sequence flow of every model, with the real delegates against a real sandbox. The scenarios share one program,
 * one after another in virtual time; the last class holds their union against the models.
 */
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
class PathsIT {

    private static Program program;
    private static CycleDriver driver;

    @BeforeAll
    static void start() {
        program = Program.withPilotGroup(420);
        driver = new CycleDriver(program);
    }

    @AfterAll
    static void stop() {
        if (program != null) {
            program.close();
        }
    }

    static Program program() {
        return program;
    }

    static CycleDriver driver() {
        return driver;
    }

    /** First: the fleet reaches the baseline, and the pilot group is filled. */
    @Nested
    @Order(1)
    class FirstMonths extends FirstMonthsPaths {
    }

    @Nested
    @Order(2)
    class Approving extends ApprovingPaths {
    }

    @Nested
    @Order(2)
    class Separating extends SeparationPaths {
    }

    @Nested
    @Order(3)
    class Unclear extends UnclearReleasePaths {
    }

    @Nested
    @Order(4)
    class Opening extends OpeningPaths {
    }

    @Nested
    @Order(5)
    class Stopping extends StoppingPaths {
    }

    @Nested
    @Order(6)
    class Gate extends GatePaths {
    }

    @Nested
    @Order(6)
    class MovedTokens extends MovedTokenPaths {
    }

    @Nested
    @Order(7)
    class Proof extends ProofPaths {
    }

    @Nested
    @Order(7)
    class Drifting extends DriftPaths {
    }

    @Nested
    @Order(7)
    class Restarts extends RestartPaths {
    }

    @Nested
    @Order(8)
    class Exceptions extends ExceptionPaths {
    }

    @Nested
    @Order(8)
    class LeftOver extends LeftOverPaths {
    }

    @Nested
    @Order(9)
    class Emergency extends EmergencyPaths {
    }

    @Nested
    @Order(10)
    class RollBack extends RollBackPaths {
    }

    /** Last: it takes the engine's clock with it, which is one per JVM. */
    @Nested
    @Order(19)
    class TwoNodes extends TwoNodesPaths {
    }

    @Nested
    @Order(20)
    class Coverage {

        @Test
        void everySequenceFlowOfEveryModelWasTaken() {
            Set<String> never = FlowRecorder.all(driver.engine().getRepositoryService());
            assertThat(never).as("flows of the models").hasSizeGreaterThan(100);
            never.removeAll(program.recorder().taken());
            assertThat(never).as("flows that no scenario takes").isEmpty();
        }
    }
}
