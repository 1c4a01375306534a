-- Proof against scanners, the shared budget of calls, and how far a reading has come.

-- The level a device runs was first seen at level_since; level_after is when it was last seen on another one (null: never).
alter table hotpatch.device add column level_after timestamptz, add column level_since timestamptz;

-- What the catalog says of a level. One that two articles claim says nothing. The flag is only told where it is clear.
create view hotpatch.catalog_level as
    select distinct on (l.line, l.build, l.ubr) l.* from (
        select v.line, v.build, v.ubr, min(v.kb) as kb, case when min(v.hotpatch) = max(v.hotpatch) then min(v.hotpatch) else 'UNREADABLE' end as hotpatch,
            r.id as release_id, r.name as release, r.published_at, r.exploited_cves
        from hotpatch.revision v join hotpatch.release r on r.id = v.release_id
        group by v.line, v.build, v.ubr, r.id having count(distinct v.kb) = 1) l
    order by l.line, l.build, l.ubr, l.published_at, l.release_id;

-- The other article of the same release for the same build: one is the hotpatch, the other the cumulative update.
create view hotpatch.kb_twin as
    select one.*, case when count(other.kb) = 1 then min(other.kb) end as twin_kb, case when count(other.kb) = 1 then min(other.ubr) end as twin_ubr
    from hotpatch.catalog_level one left join hotpatch.catalog_level other on other.release_id = one.release_id and other.line = one.line
        and other.build = one.build and (one.hotpatch, other.hotpatch) in (('YES', 'NO'), ('NO', 'YES'))
    group by one.line, one.build, one.ubr, one.kb, one.hotpatch, one.release_id, one.release, one.published_at, one.exploited_cves;

-- Which releases a level contains. A cumulative update holds all before it. A hotpatch holds the hotpatches before it, and all that its
-- baseline held; what came in between as a cumulative update alone is not proven to be in it.
create view hotpatch.contained_release as
    select l.line, l.build, l.ubr, q.release_id
    from hotpatch.catalog_level l
    join (select v.line, v.build, v.release_id, r.published_at, bool_or(v.hotpatch = 'YES') as hotpatch
        from hotpatch.revision v join hotpatch.release r on r.id = v.release_id group by v.line, v.build, v.release_id, r.published_at) q
        on q.line = l.line and q.build = l.build
    where q.release_id = l.release_id
        or q.published_at < l.published_at and (l.hotpatch = 'NO' or l.hotpatch = 'YES' and (q.hotpatch or exists (
            select from hotpatch.revision b join hotpatch.release r on r.id = b.release_id
            where b.line = l.line and b.build = l.build and r.cadence = 'monthly' and r.classification = 'security'
                and r.published_at between q.published_at and l.published_at
            group by r.id having bool_and(b.hotpatch = 'NO'))));

create table hotpatch.finding_import (                -- a scanner's list, as it was imported
    id          bigint generated always as identity primary key,
    name        text not null,
    imported_at timestamptz not null,                 -- business time; the facts it was judged by are as of then
    imported_by text not null,
    rows        integer not null default 0,
    false_positive integer not null default 0,
    real        integer not null default 0,
    unknown     integer not null default 0
);
create table hotpatch.finding (
    import_id     bigint not null references hotpatch.finding_import (id) on delete cascade,
    line          integer not null,                   -- in the imported file
    device        text not null,                      -- as the scanner names it
    cve           text,
    kb            text,
    verdict       text not null,                      -- FALSE_POSITIVE, REAL, UNKNOWN
    why           text not null,
    device_id     text,
    matched_by    text,                               -- INTUNE_ID, ENTRA_ID, NAME, HOST_NAME
    build         integer,
    ubr           integer,
    installed_kb  text,
    twin_kb       text,
    release       text,                               -- of the installed article
    as_of         timestamptz,                        -- when the device was seen so
    level_after   timestamptz,
    level_since   timestamptz,
    primary key (import_id, line)
);

-- Calls left to a family of resources, for all nodes. Lost in a crash of the server without harm: it then starts empty.
create unlogged table hotpatch.call_budget (
    family        text primary key,
    tokens        double precision not null,
    refilled_at   timestamptz not null,
    blocked_until timestamptz                         -- Graph said to wait until then
);

-- How far a long reading has come; one row per source, of its newest reading.
create table hotpatch.reading_progress (
    source      text primary key,
    started_at  timestamptz not null,                 -- business time
    updated_at  timestamptz not null,
    finished_at timestamptz,
    total       integer,                              -- null where the source does not tell
    done        integer not null
);
