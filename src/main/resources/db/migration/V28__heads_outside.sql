-- The trail tells of every time stamp, so that a changed or removed one is found: those kept before are told of now.
create function pg_temp.iso(at timestamptz) returns text language sql as $$
    select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS') || case when to_char(at, 'US') = '000000' then ''
        when right(to_char(at, 'US'), 3) = '000' then '.' || to_char(at, 'MS') else '.' || to_char(at, 'US') end || 'Z'
$$;
insert into hotpatch.event (business_time, wall_time, actor, actor_kind, type, data)
select now(), now(), 'hotpatch-cycle', 'SYSTEM', 'trail.timeStamped', jsonb_build_object('sequence', sequence, 'sha256', encode(sha256(token), 'hex'),
    'at', pg_temp.iso(stamped_at), 'by', authority, 'kept', pg_temp.iso(stored_at))
from hotpatch.time_stamp order by sequence;

-- The signed head of a day is mailed once, whichever node comes first.
create table hotpatch.head_mailed (
    day      date primary key,                        -- UTC, wall time
    sequence bigint not null references hotpatch.seal_head (sequence),
    told_at  timestamptz not null                     -- wall time
);
revoke all on hotpatch.head_mailed from hotpatch_app;
grant select, insert on hotpatch.head_mailed to hotpatch_app;
