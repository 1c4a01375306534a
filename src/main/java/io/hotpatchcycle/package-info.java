/** Hotpatch Cycle: carries every Windows quality update through the fleet, ring by ring. */
package io.hotpatchcycle;
