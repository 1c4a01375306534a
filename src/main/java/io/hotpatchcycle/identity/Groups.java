package io.hotpatchcycle.identity;

import java.util.List;

/** Ids of the groups that models, rights and screens name; part of the contract. */
public final class Groups {

    public static final String RELEASE_MANAGERS = "release-managers";
    public static final String CHANGE_MANAGERS = "change-managers";
    public static final String CAB = "cab";
    public static final String BUSINESS_OWNERS = "business-owners";
    public static final String AUDITORS = "auditors";
    public static final String ADMINS = "camunda-admin";
    public static final String MODEL_ADMINS = "model-admins";
    public static final String OPERATORS = "operators";
    /** Whoever may sign in with a password although a directory is connected. It gives no right by itself. */
    public static final String BREAK_GLASS = "break-glass";

    /** Every group of this program, in the order of screens. */
    public static final List<String> ALL = List.of(RELEASE_MANAGERS, CHANGE_MANAGERS, CAB, BUSINESS_OWNERS, AUDITORS, MODEL_ADMINS,
            OPERATORS, ADMINS, BREAK_GLASS);

    /** Who sees every device of the fleet; others see those of the rings they own. */
    public static final List<String> WHOLE_FLEET = List.of(RELEASE_MANAGERS, CHANGE_MANAGERS, CAB, AUDITORS, MODEL_ADMINS, OPERATORS, ADMINS);

    private Groups() {
    }

    /** The group's name for people to read; the id itself where it is none of ours. */
    public static String name(String group) {
        return switch (group) {
            case RELEASE_MANAGERS -> "Release managers";
            case CHANGE_MANAGERS -> "Change managers";
            case CAB -> "Change advisory board";
            case BUSINESS_OWNERS -> "Business owners";
            case AUDITORS -> "Auditors";
            case ADMINS -> "Administrators";
            case MODEL_ADMINS -> "Model administrators";
            case OPERATORS -> "Operators";
            case BREAK_GLASS -> "Break-glass";
            default -> group;
        };
    }
}
