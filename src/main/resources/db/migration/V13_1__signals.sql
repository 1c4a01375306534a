-- A success is seen at the next check-in, a failure only in the install report. The failure rate of a gate takes both
-- from the report, so that they lag alike.
alter table hotpatch.progress add column confirmed boolean not null default false; -- the install report has called it successful
alter table hotpatch.ring add column confirmed integer not null default 0;         -- effective, and confirmed
