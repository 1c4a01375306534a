/** Restarts: agreed, announced, carried out, and counted. */
package io.hotpatchcycle.restart;
