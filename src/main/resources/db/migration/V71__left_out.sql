-- Of the people who could give an approval ahead those who cannot be counted on, and why.
alter table hotpatch.decider_shortage add column left_out jsonb not null default '{}';
