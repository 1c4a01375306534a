-- What the gate counts of a ring whose devices restart: a device that waits has installed the release without failing so far.
alter table hotpatch.ring add column waiting integer not null default 0;           -- not effective yet; the install report says that they wait for a restart
alter table hotpatch.ring add column failed_at_restart integer not null default 0; -- of the failed, those that had waited for a restart before
