/** Measures what a fleet of a million costs, on the path that a real cycle takes. */
package io.hotpatchcycle.bench;
