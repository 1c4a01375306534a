package io.hotpatchcycle.approval;

/** What an exemption takes out of the rule. */
public enum ExemptionScope {
    /** One device, by its Intune device id. */
    DEVICE,
    /** The devices in an Entra group, as read anew with each plan. */
    GROUP,
    /** A ring as a whole. */
    RING,
    /** An emergency cycle, by its id: it may open although a freeze is in force. A waiver. */
    FREEZE
}
