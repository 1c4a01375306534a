-- As Intune names it; null where it does not. Rings are compared with the fleet by it.
alter table hotpatch.device add column model text;
