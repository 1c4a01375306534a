-- What people sign about a cycle after its pack was kept goes into a supplement: the whole pack anew, which names the one before by its hash.

-- What people had signed about a cycle beside its approvals, as counts: corrective actions, tests by hand, decisions about the risk.
create function hotpatch.signed_of(asked text) returns text language sql stable as $$
    select (select count(*) from hotpatch.corrective_action where cycle_id = asked) || '/' || (select count(*) from hotpatch.manual_test where cycle_id = asked)
        || '/' || (select count(*) from hotpatch.release_decision where cycle_id = asked and signed_by is not null)
$$;

alter table hotpatch.kept_pack add column signed text;
update hotpatch.kept_pack k set signed = (select count(*) from hotpatch.corrective_action where cycle_id = k.cycle_id and signed_at < k.drawn_at) || '/'
    || (select count(*) from hotpatch.manual_test where cycle_id = k.cycle_id and tested_at < k.drawn_at) || '/'
    || (select count(*) from hotpatch.release_decision where cycle_id = k.cycle_id and signed_at < k.drawn_at);
alter table hotpatch.kept_pack alter column signed set not null;

create table hotpatch.kept_supplement (
    cycle_id    text not null references hotpatch.kept_pack (cycle_id),
    number      integer not null check (number > 0),
    predecessor text not null,                        -- SHA-256 of the pack that it supplements
    signed      text not null,                        -- as signed_of, when it was begun to be drawn
    file        text not null,
    sha256      text not null,
    bytes       bigint not null,
    drawn_at    timestamptz not null,
    primary key (cycle_id, number)
);

create view hotpatch.kept_version as
    select cycle_id, 0 as number, null::text as predecessor, signed, file, sha256, bytes, drawn_at, cleaned_at from hotpatch.kept_pack
    union all
    select s.cycle_id, s.number, s.predecessor, s.signed, s.file, s.sha256, s.bytes, s.drawn_at, k.cleaned_at
    from hotpatch.kept_supplement s join hotpatch.kept_pack k on k.cycle_id = s.cycle_id;
grant select on hotpatch.kept_version to hotpatch_app;

-- The pack that one drawn now supplements, by its SHA-256; null for none. The same whenever it is drawn, until somebody signs again.
create function hotpatch.pack_before(asked text) returns text language sql stable as $$
    select v.sha256 from hotpatch.kept_version v where v.cycle_id = asked and v.number < coalesce(
        (select min(n.number) from hotpatch.kept_version n where n.cycle_id = asked and n.signed = hotpatch.signed_of(asked)), 2147483647)
    order by v.number desc limit 1
$$;
