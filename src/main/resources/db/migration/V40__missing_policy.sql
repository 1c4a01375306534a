-- A policy that a unit had stays known when it is gone, so that nobody takes a deletion for a unit that never had one. What was asked by then
-- could not list the creation of another one: only a decision about a later question lets one be created.
alter table hotpatch.unit add column known_policy text;   -- id of the policy the unit has, or had last
alter table hotpatch.unit add column gone_after bigint;   -- newest question when it was found gone; null while it is there
update hotpatch.unit set known_policy = policy_id;
