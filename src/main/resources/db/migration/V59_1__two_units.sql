-- In how many units' groups a device stays. The first ring that claims it plans it; with a second one, no gate of ours holds it back alone.
alter table hotpatch.ring_claim add column units integer not null default 1;
