/** The names in the models, decisions and forms, held against the files by a contract test. */
package io.hotpatchcycle.process.model;
