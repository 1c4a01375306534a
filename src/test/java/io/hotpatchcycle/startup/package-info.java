/** How long the program takes to start, beside the stack it stands on. */
package io.hotpatchcycle.startup;
