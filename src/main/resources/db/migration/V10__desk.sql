-- What an auditor asks for and had no home: patch policies, approvals of ring membership, legal holds, packs kept, and
-- when each CVE was read.

create table hotpatch.patch_policy (                  -- each version; the text never changes once proposed
    version      integer primary key,
    title        text not null,
    text         text not null,
    sha256       text not null,
    valid_from   date not null,
    valid_to     date,                                -- last day; null while no later version ended it
    proposed_by  text not null,
    proposed_at  timestamptz not null,                -- business time
    decision     text,                                -- APPROVE, REJECT; null while it waits
    decided_by   text,
    decided_at   timestamptz,
    comment      text,
    check (decided_by is null or decided_by <> proposed_by)
);

create table hotpatch.ring_membership (               -- who may be in a ring: the rule as configured, and who approved it
    id           bigint generated always as identity primary key,
    rings        text not null,                       -- canonical JSON of all rings: name, group, share, owners
    sha256       text not null,
    proposed_by  text not null,                       -- a person, or the program where the configuration changed
    proposed_at  timestamptz not null,
    decision     text,
    decided_by   text,
    decided_at   timestamptz,
    comment      text,
    check (decided_by is null or decided_by <> proposed_by)
);

create table hotpatch.legal_hold (
    id        bigint generated always as identity primary key,
    cycle_id  text not null references hotpatch.cycle (id),
    reason    text not null,
    set_by    text not null,
    set_at    timestamptz not null,
    lifted_by text,
    lifted_at timestamptz,
    lifted_why text
);
create unique index legal_hold_in_force on hotpatch.legal_hold (cycle_id) where lifted_at is null;

create table hotpatch.kept_pack (                     -- the pack of each ended cycle, drawn before anything of it is cleaned
    cycle_id  text primary key references hotpatch.cycle (id),
    file      text not null,
    sha256    text not null,
    bytes     bigint not null,
    drawn_at  timestamptz not null,
    cleaned_at timestamptz                            -- when its device facts and history were removed; null while they are there
);

create table hotpatch.release_cve (                   -- a CVE the catalog named as exploited with a release, and when we first read that
    release_id text not null references hotpatch.release (id),
    cve        text not null,
    read_at    timestamptz not null,                  -- business time
    primary key (release_id, cve)
);
insert into hotpatch.release_cve
    select r.id, c.cve, r.first_seen_at from hotpatch.release r, unnest(string_to_array(r.exploited_cves, ',')) c (cve)
    where c.cve <> '' on conflict do nothing;

create table hotpatch.freeze_seen (                   -- the freeze calendar as it stood while a cycle ran: the calendar moves on
    cycle_id  text not null references hotpatch.cycle (id),
    source    text not null,
    label     text not null,
    starts_at timestamptz not null,
    ends_at   timestamptz not null,
    reason    text not null,
    read_at   timestamptz,                            -- business time; when the source had been read
    primary key (cycle_id, source, starts_at, ends_at, reason)
);

-- With each step of a cycle, so that whatever held it is kept, also when it is gone from the calendar later.
create function hotpatch.keep_freezes() returns trigger language plpgsql as $$
begin
    insert into hotpatch.freeze_seen (cycle_id, source, label, starts_at, ends_at, reason, read_at)
        select new.id, f.source, s.label, f.starts_at, f.ends_at, f.reason, s.read_at
        from hotpatch.freeze f join hotpatch.freeze_source s on s.key = f.source
        where f.ends_at > new.created_at and f.starts_at < coalesce(new.closed_at, new.created_at + interval '60 days')
        on conflict do nothing;
    return null;
end $$;
create trigger keep_freezes after insert or update of state on hotpatch.cycle for each row execute function hotpatch.keep_freezes();
