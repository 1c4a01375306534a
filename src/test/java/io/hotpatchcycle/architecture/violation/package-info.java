/** A small house in which every rule is broken once: proof that the rules can fail. Nobody uses these classes. */
package io.hotpatchcycle.architecture.violation;
