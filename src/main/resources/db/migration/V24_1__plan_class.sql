-- Classes of a plan are written once and then decided in three steps. A page with room for all of them keeps its rows, and their places in
-- the indexes. A sample of a third of the default tells enough of them.
alter table hotpatch.plan_class set (fillfactor = 25);
do $$
declare named record;
begin
    for named in select attname from pg_catalog.pg_attribute where attrelid = 'hotpatch.plan_class'::regclass and attnum > 0 and not attisdropped loop
        execute format('alter table hotpatch.plan_class alter %I set statistics 30', named.attname);
    end loop;
end $$;
