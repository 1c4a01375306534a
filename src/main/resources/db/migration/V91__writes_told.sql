-- Every change of a row of the write ledger is an event of the trail, in the same transaction, whoever makes it: what was
-- sent is sealed with the rest, and a row that was altered behind the program's back tells so. The request is told by its
-- hash, since it lists devices.
create function hotpatch.tell_graph_write() returns trigger language plpgsql as $$
declare
    w hotpatch.graph_write := case when tg_op = 'DELETE' then old else new end;
    what text;
    business timestamptz;
    wall timestamptz := clock_timestamp();
begin
    if tg_op = 'INSERT' then
        what := 'graphWrite.intended'; business := w.intended_at; wall := w.intended_wall;
    elsif tg_op = 'DELETE' then
        what := 'graphWrite.removed'; business := w.intended_at;
    elsif new is not distinct from old then
        return null;
    elsif new.state = 'INTENDED' and new.attempts > old.attempts then
        what := 'graphWrite.intended'; business := w.intended_at; wall := w.intended_wall;
    elsif (new.read_back, new.read_back_at) is distinct from (old.read_back, old.read_back_at) and new.read_back_at is not null then
        what := 'graphWrite.readBack'; business := w.read_back_at;
    elsif new.state is distinct from old.state and new.settled_at is not null then
        what := 'graphWrite.settled'; business := w.settled_at; wall := coalesce(w.settled_wall, wall);
    else
        what := 'graphWrite.changed'; business := coalesce(w.settled_at, w.intended_at);
    end if;
    insert into hotpatch.event (business_time, wall_time, actor, actor_kind, type, cycle_id, ring, data)
    values (business, wall, 'hotpatch-cycle', 'SYSTEM', what, w.cycle_id, w.ring, jsonb_strip_nulls(jsonb_build_object(
        'key', w.natural_key, 'kind', w.kind, 'target', w.target, 'call', w.call, 'application', w.application, 'state', w.state, 'attempts', w.attempts, 'status', w.status, 'requestId', w.request_id,
        'readBack', w.read_back, 'requestSha256', encode(sha256(convert_to(w.request, 'UTF8')), 'hex'))));
    return null;
end $$;

create trigger tell_graph_write after insert or update or delete on hotpatch.graph_write
    for each row execute function hotpatch.tell_graph_write();

-- What running cycles wrote before, as it stands.
insert into hotpatch.event (business_time, wall_time, actor, actor_kind, type, cycle_id, ring, data)
select coalesce(w.read_back_at, w.settled_at, w.intended_at), clock_timestamp(), 'hotpatch-cycle', 'SYSTEM', 'graphWrite.known', w.cycle_id, w.ring, jsonb_strip_nulls(jsonb_build_object(
    'key', w.natural_key, 'kind', w.kind, 'target', w.target, 'call', w.call, 'application', w.application, 'state', w.state, 'attempts', w.attempts, 'status', w.status, 'requestId', w.request_id,
    'readBack', w.read_back, 'requestSha256', encode(sha256(convert_to(w.request, 'UTF8')), 'hex')))
from hotpatch.graph_write w join hotpatch.cycle c on c.id = w.cycle_id
where c.state not in ('CLOSED', 'REJECTED', 'ABANDONED', 'SUPERSEDED') order by w.id;
