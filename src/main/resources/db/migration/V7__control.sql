-- Freezes, known issues, and what a stop has reached.

create table hotpatch.freeze_source (                 -- entries of hotpatch.freeze, as configured at the last start
    key        text primary key,
    label      text not null,
    read_at    timestamptz,                           -- business time; null when never
    good_until timestamptz,                           -- until then its freezes count; null when never read
    problem    text                                   -- why the last attempt to read it failed
);
create table hotpatch.freeze (                        -- each occurrence by itself
    source    text not null references hotpatch.freeze_source (key) on delete cascade,
    starts_at timestamptz not null,
    ends_at   timestamptz not null,
    reason    text not null
);
create index freeze_ends on hotpatch.freeze (ends_at);

create table hotpatch.known_issue (                   -- Microsoft's known issues, as last read
    id          text not null,
    product     text not null,
    title       text not null,
    status      text,                                 -- raw; null when not said, which counts as open
    kb          text not null,
    url         text,
    started_at  timestamptz,
    updated_at  timestamptz,                          -- by Microsoft
    observed_at timestamptz not null,                 -- when we read it last
    primary key (id, product)
);
