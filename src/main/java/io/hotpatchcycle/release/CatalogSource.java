package io.hotpatchcycle.release;

import java.util.List;

/** Port to the two catalogs. */
public interface CatalogSource {

    /** All quality updates of the Windows updates catalog that are published by now. */
    List<Release> readReleases();

    /** All quality updates of Intune's catalog. */
    List<DeployableItem> readDeployableItems();
}
