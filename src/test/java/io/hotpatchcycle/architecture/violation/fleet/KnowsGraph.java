package io.hotpatchcycle.architecture.violation.fleet;

import com.microsoft.kiota.RequestAdapter;

/** Graph outside its room. */
class KnowsGraph {

    RequestAdapter graph;
}
