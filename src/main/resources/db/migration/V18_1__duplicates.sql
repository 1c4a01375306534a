-- As before, without sorting the fleet: only records that share a key with another, or did, are compared. Two keys may have one hash; they
-- are told apart then.
create or replace function hotpatch.mark_duplicates() returns void language sql set work_mem = '64MB' as $$
    update hotpatch.device d set duplicate = found.duplicate
    from (select no, row_number() over (partition by coalesce(entra_device_id, serial, id)
             order by last_check_in desc nulls last, id) > 1 as duplicate from hotpatch.device
          where duplicate or hashtextextended(coalesce(entra_device_id, serial, id), 0) in (
              select hashtextextended(coalesce(entra_device_id, serial, id), 0) from hotpatch.device group by 1 having count(*) > 1)) found
    where found.no = d.no and found.duplicate <> d.duplicate
$$;
