/** Releases, their revisions and kind, and the two catalogs they are read from. */
package io.hotpatchcycle.release;
