/** The fleet: what the sources say of each device, and when they saw it. */
package io.hotpatchcycle.fleet;
