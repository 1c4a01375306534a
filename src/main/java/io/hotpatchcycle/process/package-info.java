/** The engine: models, delegates, tasks. With {@code identity} the only importer of Camunda. */
package io.hotpatchcycle.process;
