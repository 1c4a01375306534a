-- The decision by which a stop was lifted: one decision lifts one stop.
alter table hotpatch.halt add column approval_id bigint unique references hotpatch.approval (id);
