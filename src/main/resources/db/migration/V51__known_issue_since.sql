-- Since when an issue has been open, as we saw it: a decision that was asked for before that does not answer it.

alter table hotpatch.known_issue add column open_since timestamptz;   -- null when it is not open

update hotpatch.known_issue set open_since = observed_at
    where status is null or status not in ('resolved', 'resolvedExternal', 'mitigated', 'mitigatedExternal');
