/** The sub-commands of the one executable jar. */
package io.hotpatchcycle.cli;
