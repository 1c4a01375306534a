/** Web pages and REST: what people and programs see of the cycles, and the few things they may do here. */
package io.hotpatchcycle.console;
