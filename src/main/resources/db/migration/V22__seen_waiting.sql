-- When a source last saw a device wait for its restart, and on which sight a restart was asked for: a report is hours to
-- days old, and who restarted meanwhile must not be restarted again.
alter table hotpatch.progress add column waits_seen_at timestamptz;
alter table hotpatch.restart add column seen_waiting_at timestamptz;
