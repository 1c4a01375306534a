package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.Clocks;
import io.hotpatchcycle.cycle.ReleaseDecisions;
import io.hotpatchcycle.process.CycleStarts;
import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.release.KnownIssues;
import io.hotpatchcycle.release.Releases;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Reads the Windows updates catalog and records what is new; says whether a release waits for its cycle, and whether one is left over. */
@Component("readCatalog")
class ReadCatalog implements JavaDelegate {

    private final Releases releases;
    private final KnownIssues issues;
    private final CycleStarts starts;
    private final ReleaseDecisions decisions;
    private final Clock businessClock;

    ReadCatalog(Releases releases, KnownIssues issues, CycleStarts starts, ReleaseDecisions decisions, @Qualifier(Clocks.BUSINESS) Clock businessClock) {
        this.decisions = decisions;
        this.businessClock = businessClock;
        this.releases = releases;
        this.issues = issues;
        this.starts = starts;
    }

    @Override
    public void execute(DelegateExecution execution) {
        int listed = releases.readCatalog();
        issues.refresh();
        Variables.RELEASES_READ.on(execution, (double) listed);
        Variables.NEW_RELEASE.on(execution, starts.due());
        lookForLeft(execution);
    }

    /** A model of before, which says no time after which people are asked, asks nobody. */
    private void lookForLeft(DelegateExecution execution) {
        Duration askAfter = Variables.ASK_AFTER.orNull(execution);
        if (askAfter != null) {
            Instant knownBefore = businessClock.instant().minus(askAfter);
            boolean left = !decisions.left(knownBefore).isEmpty();
            Variables.RELEASES_LEFT.on(execution, left);
            if (left) {
                Variables.KNOWN_BEFORE.on(execution, knownBefore);
            }
        }
    }
}
