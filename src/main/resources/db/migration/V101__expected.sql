-- Graph tells of no list how long it is: what the last complete reading had is what this one expects.
alter table hotpatch.reading_progress add column expected integer;
