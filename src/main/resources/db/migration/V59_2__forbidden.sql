-- Whether the policy allows hotpatch: one that does not wins over the tenant's setting. Null where it does not decide, as an expedite policy.
alter table hotpatch.foreign_policy_member add column hotpatch boolean;
