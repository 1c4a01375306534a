/** Virtual time: the pace of the default run, and rehearsals with scripted people. */
package io.hotpatchcycle.rehearsal;
