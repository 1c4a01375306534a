/** Rules of the house that a machine can hold, each with proof that it can fail. */
package io.hotpatchcycle.architecture;
