/** The evidence pack of a cycle: drawn from what is stored, signed, and checked without any of it. */
package io.hotpatchcycle.evidence;
