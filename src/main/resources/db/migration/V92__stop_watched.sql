-- When a stop first held every unit. A unit that lets the release through from then on was opened by somebody.
create table hotpatch.stop_held (
    halt_id bigint primary key references hotpatch.halt (id),
    since   timestamptz not null
);
-- Units that were found to let the release through although the stop had held them: they are suspended again.
create table hotpatch.stop_let_through (
    id       bigint generated always as identity primary key,
    halt_id  bigint not null references hotpatch.halt (id),
    ring     text not null,
    seen     text not null,        -- what Intune said of the approval
    found_at timestamptz not null,
    held_at  timestamptz           -- when it was held again; null while it is not
);
create index stop_let_through_halt on hotpatch.stop_let_through (halt_id);
-- Since when a stop holds the ring, whatever happened to its approval meanwhile: suspended_at is the last suspension, this is the first.
alter table hotpatch.stop_count add column held_from timestamptz;
update hotpatch.stop_count set held_from = suspended_at;
