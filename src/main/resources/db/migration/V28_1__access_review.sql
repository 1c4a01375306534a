-- Who confirmed, and when, who holds which role. The running role adds, and never changes one.
create table hotpatch.access_review (
    id             bigint generated always as identity primary key,
    held           text not null,                     -- canonical JSON: person, role, since when, given by; without the roles of who confirms
    sha256         text not null,                     -- of held
    lines          integer not null,
    comment        text not null default '',
    confirmed_by   text not null,
    confirmed_at   timestamptz not null,
    confirmed_wall timestamptz not null,
    next_due       timestamptz not null               -- business time, by the setting of that day
);
revoke all on hotpatch.access_review from hotpatch_app;
grant select, insert on hotpatch.access_review to hotpatch_app;

-- People are reminded once a week while something is overdue, whichever node comes first.
create table hotpatch.access_reminder (
    week    date primary key,                         -- its Monday, business time
    told_at timestamptz not null
);
revoke all on hotpatch.access_reminder from hotpatch_app;
grant select, insert on hotpatch.access_reminder to hotpatch_app;
