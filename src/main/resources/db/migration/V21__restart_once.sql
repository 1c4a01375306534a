-- Cycles that overlap ask of each device they infer a restart for whether another cycle has it already.
create index restart_device on hotpatch.restart (device_id) where not_after is not null;
