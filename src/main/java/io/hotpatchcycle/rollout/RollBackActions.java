package io.hotpatchcycle.rollout;

/** Port to what takes an update back in Intune. Each write is exactly one attempt. */
public interface RollBackActions {

    /** Lets a policy's devices have hotpatches, or no more. */
    GraphAnswer allowHotpatch(String policyId, boolean allowed);

    /** Uninstalls the newest quality update from every device of the update ring, at once and with a restart; pauses the ring as well. */
    GraphAnswer uninstall(String updateRingId);

    /** Ends uninstall and pause of the update ring. */
    GraphAnswer resume(String updateRingId);

    /** The update ring as it is; {@link UpdateRingState#GONE} when there is none. */
    UpdateRingState readUpdateRing(String updateRingId);

    /** An update ring as read back. */
    record UpdateRingState(boolean exists, boolean uninstalling, boolean paused) {

        /** There is no such update ring. */
        public static final UpdateRingState GONE = new UpdateRingState(false, false, false);
    }
}
