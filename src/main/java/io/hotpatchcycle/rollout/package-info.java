/** Opening, suspending and observing: every write to Graph, guarded and recorded where it happens. */
package io.hotpatchcycle.rollout;
