/** The trail: who did what, when, on which facts. Everyone tells it; it asks nobody. */
package io.hotpatchcycle.audit;
