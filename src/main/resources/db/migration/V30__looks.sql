-- What each look at the fleet asks, found without going through what ended cycles left behind.

-- Which devices of a cycle took effect since.
create index progress_uninferred on hotpatch.progress (cycle_id) where outcome in ('EFFECTIVE_LCU', 'EFFECTIVE_HOTPATCH') and not restart_inferred;

-- Which devices a running cycle awaits: an ended one keeps those it never heard of.
drop index hotpatch.progress_awaited;
create index progress_awaited on hotpatch.progress (cycle_id, device_id) where outcome in ('PENDING', 'FAILED');
