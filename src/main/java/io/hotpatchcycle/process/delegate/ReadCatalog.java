package io.hotpatchcycle.process.delegate;

import io.hotpatchcycle.process.CycleStarts;
import io.hotpatchcycle.process.Variables;
import io.hotpatchcycle.release.KnownIssues;
import io.hotpatchcycle.release.Releases;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Reads the Windows updates catalog and records what is new. */
@Component("readCatalog")
class ReadCatalog implements JavaDelegate {

    private final Releases releases;
    private final KnownIssues issues;
    private final CycleStarts starts;

    ReadCatalog(Releases releases, KnownIssues issues, CycleStarts starts) {
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
    }
}
