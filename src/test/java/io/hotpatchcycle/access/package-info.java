/** Who may call what, and what no caller may do: held against the running program. */
package io.hotpatchcycle.access;
