-- When Windows Update offered a device the update, as far as the install report tells.

alter table hotpatch.progress
    add column not_offered_at timestamptz,             -- last seen as waiting for its offer
    add column offered_at     timestamptz;             -- first event that tells of an offer: the pessimistic bound
