/** Microsoft Graph, v1.0 and beta: implements the ports of release, fleet, ring, rollout and restart. */
package io.hotpatchcycle.graph;
