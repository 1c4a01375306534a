-- Within how many days of publication the policy wants devices effective, so that late ones can be told; null: its text alone says it.
alter table hotpatch.patch_policy add column within_days integer check (within_days between 1 and 366),
    add column exploited_within_days integer check (exploited_within_days between 1 and within_days);
