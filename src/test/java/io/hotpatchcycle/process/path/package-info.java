/** Whole cycles through the real application, delegates and sandbox; jobs are driven by hand in virtual time. */
package io.hotpatchcycle.process.path;
