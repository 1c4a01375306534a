package io.hotpatchcycle.restart;

import io.hotpatchcycle.rollout.GraphAnswer;
import java.time.Instant;
import java.util.List;

/** Port to remote restarts. */
public interface RestartActions {

    /** Asks up to {@value #DEVICES_PER_CALL} devices to restart now. One attempt: a repeat would restart twice. */
    GraphAnswer restart(List<String> deviceIds);

    /**
     * What the device itself says of its last restart action: {@code pending}, {@code done}, {@code failed}, ..., or
     * {@code none}. An action begun before {@code since} belongs to somebody else and reads as none.
     */
    String readRestart(String deviceId, Instant since);

    /** How many devices we put into one call. */
    int DEVICES_PER_CALL = 100;
}
