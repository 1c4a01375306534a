/** What was asked of whom, what they saw, and what they decided. */
package io.hotpatchcycle.approval;
