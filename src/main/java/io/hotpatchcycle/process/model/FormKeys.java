package io.hotpatchcycle.process.model;

/** The keys that all forms share: what they read and what they write. */
public final class FormKeys {
  /** The frozen figures a form shows; one JSON variable, local to the task. */
  public static final String SHOWN = "shown";
  /** The answer of the person; never pre-selected. */
  public static final String DECISION = "decision";
  /** The comment, at most {@link #COMMENT_MAX_LENGTH} characters. */
  public static final String COMMENT = "comment";
  /** Start of the window that the owners ask for instead; ISO date and time with offset. */
  public static final String OTHER_WINDOW_START = "otherWindowStart";
  /** The day on which an exemption that is asked for ends; ISO date and time with offset. */
  public static final String EXPIRES_ON = "expiresOn";
  /** Number of the change in a system outside; only where a change is approved. */
  public static final String CHANGE_REFERENCE = "changeReference";
  /** When the figures were read that the person sees; only where they are read again while the question waits. */
  public static final String SHOWN_AT = "shownAt";
  /** Longest comment, in characters. */
  public static final int COMMENT_MAX_LENGTH = 2000;

  private FormKeys() {
  }
}
