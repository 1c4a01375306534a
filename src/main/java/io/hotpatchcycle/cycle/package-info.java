/** One release carried through the fleet: ties planning, rollout, restarts and people together. */
package io.hotpatchcycle.cycle;
