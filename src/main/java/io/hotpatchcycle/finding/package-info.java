/** Findings of vulnerability scanners against what devices run: a month has two compliant builds, and this is the proof. */
package io.hotpatchcycle.finding;
