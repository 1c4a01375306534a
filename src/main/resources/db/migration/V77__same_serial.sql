-- Records of one device: the same Entra device id or the same serial. One that was set up anew has another Entra id and its old serial.

-- Whether a serial tells one machine from another: makers leave the field as they found it.
create function hotpatch.tells_apart(serial text) returns boolean language sql immutable parallel safe
    return serial is not null and length(btrim(serial)) > 2 and lower(btrim(serial) collate "C") not in ('default string', 'to be filled by o.e.m.',
        'to be filled by oem', 'system serial number', 'serial number', 'chassis serial number', 'not specified', 'not applicable', 'not available', 'none', 'n/a',
        'null', 'unknown', 'invalid', 'o.e.m.', 'oem', '123456789', '1234567890', '0123456789') and btrim(serial) !~ '^[0.x -]*$';

-- Of records of one Entra device the one that is listed and was seen last speaks, and among those that speak of one serial likewise. A serial of
-- more than five records is none.
create or replace function hotpatch.mark_duplicates() returns void language sql
    set work_mem = '64MB' set enable_hashagg = off set enable_hashjoin = off set enable_mergejoin = off as $$
    with shared as materialized (
        select hotpatch.device_key(entra_device_id, serial, id) as key from hotpatch.device group by 1 having count(*) > 1),
    concerned as (
        select no, bool_or(by_serial) as by_serial from (
            select no, false as by_serial from hotpatch.device where duplicate
            union all select d.no, false from shared join hotpatch.device d on hotpatch.device_key(d.entra_device_id, d.serial, d.id) = shared.key
            union all select no, true from (select no, count(*) over (partition by hashtextextended(serial, 0)) as records from hotpatch.device
                where serial is not null and not gone and hotpatch.tells_apart(serial)) s where records between 2 and 5) found
        group by no),
    by_key as (
        select r.no, r.id, r.serial, r.last_check_in, r.absent_since is not null as absent, concerned.by_serial,
            row_number() over (partition by coalesce(r.entra_device_id, r.serial, r.id) order by r.absent_since is not null, r.last_check_in desc nulls last, r.id) as n
        from concerned join hotpatch.device r on r.no = concerned.no)
    update hotpatch.device d set duplicate = found.duplicate
    from (select no, n > 1 or by_serial and row_number() over (partition by n > 1, by_serial, case when by_serial then serial end
             order by absent, last_check_in desc nulls last, id) > 1 as duplicate from by_key) found
    where found.no = d.no and found.duplicate <> d.duplicate
$$;
