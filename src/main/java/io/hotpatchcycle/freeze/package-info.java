/** Times in which no ring opens and no restart is asked for: from the settings, or from iCalendar files. */
package io.hotpatchcycle.freeze;
