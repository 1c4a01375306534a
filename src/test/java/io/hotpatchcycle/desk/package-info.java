/** How long the pages of the auditor's desk take when there is much to read. */
package io.hotpatchcycle.desk;
