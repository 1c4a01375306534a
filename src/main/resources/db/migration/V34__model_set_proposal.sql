-- A model set is taken into use by two people: who asks, and who approves what changes with it.
create table hotpatch.model_set_proposal (
    id            bigint generated always as identity primary key,
    deployment_id text not null,
    reason        text not null,                      -- why, by who asks
    author        text not null,                      -- who wrote the files, by who asks
    deployed_by   text not null,                      -- by the engine's operation log, comma separated; empty when not known
    compared_with text not null,                      -- the set in force when it was asked
    changes       jsonb not null,                     -- file by file: status, hash before, hash now
    findings      jsonb not null,                     -- what the check of the models found, in sentences
    sha256        text not null,                      -- of the difference in text, as the approver reads it
    proposed_by   text not null,
    proposed_at   timestamptz not null,               -- business time
    decision      text,                               -- APPROVE, REJECT; null while it waits
    decided_by    text,
    decided_at    timestamptz,
    comment       text,
    check (decided_by is null or decided_by <> proposed_by)
);
create unique index model_set_proposal_open on hotpatch.model_set_proposal (deployment_id) where decision is null;
