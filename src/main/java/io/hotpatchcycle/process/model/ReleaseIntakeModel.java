package io.hotpatchcycle.process.model;

/**
 * The names of release-intake.bpmn, the process that reads the catalog and starts one cycle per new release. The contract test
 * holds them against the file in both directions.
 */
public final class ReleaseIntakeModel {
  /** Id of the process. */
  public static final String PROCESS = "release-intake";

  private ReleaseIntakeModel() {
  }

  /** Ids of the flow nodes. */
  public static final class Elements {
    public static final String START_INTAKE_DUE = "startEvent_intakeDue";
    public static final String START_RELEASE_PUBLISHED = "startEvent_releasePublished";
    public static final String READ_CATALOG = "serviceTask_readCatalog";
    public static final String GATEWAY_NEW_RELEASE = "gateway_newRelease";
    public static final String START_CYCLES = "serviceTask_startCycles";
    public static final String GATEWAY_RELEASES_LEFT = "gateway_releasesLeft";
    public static final String ASK_ABOUT_LEFT = "serviceTask_askAboutLeft";
    public static final String END_PEOPLE_ASKED = "endEvent_peopleAsked";
    public static final String END_NOTHING_LEFT = "endEvent_nothingLeft";

    private Elements() {
    }
  }

  /** Names of the messages this process waits for. */
  public static final class Messages {
    public static final String RELEASE_PUBLISHED = "hotpatch.releasePublished";

    private Messages() {
    }
  }

  /** Names of the variables the model reads or writes. */
  public static final class Variables {
    public static final String ASK_AFTER = "askAfter";
    public static final String KNOWN_BEFORE = "knownBefore";
    public static final String NEW_RELEASE = "newRelease";
    public static final String RELEASES_LEFT = "releasesLeft";
    public static final String RELEASES_READ = "releasesRead";

    private Variables() {
    }
  }
}
