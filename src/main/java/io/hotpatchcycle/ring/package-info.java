/** Rings and their units: who is in, under which conditions they pass, and whether they did. */
package io.hotpatchcycle.ring;
