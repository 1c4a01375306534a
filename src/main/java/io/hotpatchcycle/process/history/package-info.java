/** The engine's history for readers: any instance of any model version, its path, variables, decisions and operations. */
package io.hotpatchcycle.process.history;
