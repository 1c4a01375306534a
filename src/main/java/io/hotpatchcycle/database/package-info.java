/**
 * PostgreSQL, inside or outside: the embedded server of the default run, the two roles and the migrations.
 *
 * <p>Role {@code hotpatch_owner} migrates and owns everything; role {@code hotpatch_app} is what the running
 * program uses and cannot change the audit trail.
 */
package io.hotpatchcycle.database;
