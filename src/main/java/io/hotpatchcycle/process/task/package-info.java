/** User tasks: what is asked is frozen when they are created, what is answered is checked when they are completed. */
package io.hotpatchcycle.process.task;
