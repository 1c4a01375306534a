-- A release that no cycle carries (recorded only) can be declined and signed as well.
alter table hotpatch.release_decision alter column cycle_id drop not null;
create index release_decision_release on hotpatch.release_decision (release_id);
