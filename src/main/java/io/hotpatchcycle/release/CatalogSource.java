package io.hotpatchcycle.release;

import java.util.List;

/** Port to the two catalogs. */
public interface CatalogSource {

    /** All quality updates of the Windows updates catalog that are published by now. */
    List<Release> readReleases();

    /** Known issues of every product that may be a Windows 11, whatever their status. */
    List<KnownIssue> readKnownIssues();

    /** All quality updates of Intune's catalog. */
    List<DeployableItem> readDeployableItems();
}
