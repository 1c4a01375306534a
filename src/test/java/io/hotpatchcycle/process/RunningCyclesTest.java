package io.hotpatchcycle.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.junit.jupiter.api.Test;

/** A stop meets a job at the same instance: how the engine says so depends on which of the two was first at which row. */
class RunningCyclesTest {

    private final List<RuntimeException> refusals = new ArrayList<>();
    private int sent;

    @Test
    void aMessageThatComesSecondIsSentAgainHoweverTheEngineSaysIt() {
        refusals.add(new OptimisticLockingException("The instance was changed"));
        refusals.add(failed("23503")); // a job has started the ring below the activity that the stop ends

        RunningCycles.untilItArrives(this::send);

        assertThat(sent).isEqualTo(3);
    }

    @Test
    void whatSendingAgainDoesNotMendIsToldAtOnce() {
        refusals.add(failed("53300"));

        assertThatThrownBy(() -> RunningCycles.untilItArrives(this::send)).isInstanceOf(ProcessEngineException.class);
        assertThat(sent).isEqualTo(1);
    }

    private void send() {
        sent++;
        if (!refusals.isEmpty()) {
            throw refusals.remove(0);
        }
    }

    private static ProcessEngineException failed(String state) {
        return new ProcessEngineException("Flushing failed", new IllegalStateException(new SQLException("refused", state)));
    }
}
