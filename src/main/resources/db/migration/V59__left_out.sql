-- A policy of others may leave out the group of a ring. Who is planned in that ring by its share is written into the group before it is opened,
-- and the policy reaches him no longer: it does not count as one that reaches him, but until then it does.
alter table hotpatch.foreign_policy_member add column spared boolean not null default false;
