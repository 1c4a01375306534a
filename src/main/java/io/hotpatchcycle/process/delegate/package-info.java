/** Delegates: read typed variables, make one call into the core, write typed variables. The models name them. */
package io.hotpatchcycle.process.delegate;
