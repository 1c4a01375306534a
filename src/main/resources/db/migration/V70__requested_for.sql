-- In whose place an exemption was asked for: the rules hold for both, and for who asked for the periods before.
alter table hotpatch.exemption
    add column requested_for text,
    add check (decided_by <> requested_for);

create function hotpatch.exemption_requesters(asked bigint) returns table (person text) language sql stable as $$
    with recursive period as (
        select renews, requested_by, requested_for from hotpatch.exemption where id = asked
        union all
        select e.renews, e.requested_by, e.requested_for from period p join hotpatch.exemption e on e.id = p.renews)
    select distinct unnest(array_remove(array[requested_by, requested_for], null)) from period
$$;
