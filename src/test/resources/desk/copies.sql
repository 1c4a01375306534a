-- Makes copies of every cycle there is, with its devices, trail and engine history: copy number k lies 61 x k days before its original.
create function pg_temp.copy(source regclass, k int, changed jsonb, tail text) returns void language plpgsql as $$
declare
    names text;
    expressions text;
begin
    select string_agg(quote_ident(a.attname), ', ' order by a.attnum),
        string_agg(case when changed ? a.attname then changed ->> a.attname
            when a.atttypid in ('timestamp'::regtype, 'timestamptz'::regtype) then 't.' || quote_ident(a.attname) || ' - interval ''61 days'' * ' || k
            else 't.' || quote_ident(a.attname) end, ', ' order by a.attnum)
    into names, expressions
    from pg_attribute a where a.attrelid = source and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        and (changed ? a.attname or a.attidentity = '');
    execute replace(format('insert into %s (%s) select %s from %s t %s', source, names, expressions, source, tail), ':k', k::text);
end $$;

create procedure pg_temp.copies(copies int) language plpgsql as $$
declare
    own constant text := '{"cycle_id": "t.cycle_id || ''-:k''", "superseded_by": "t.superseded_by || ''-:k''", "yields_to": "t.yields_to || ''-:k''"}';
    released constant text := '{"release_id": "t.release_id || ''-:k''"}';
    first constant text := 'where t.cycle_id not like ''%-B-%''';
    source regclass;
begin
    for k in 1 .. copies loop
        perform pg_temp.copy('hotpatch.release', k, own::jsonb || '{"id": "t.id || ''-:k''"}', first);
        perform pg_temp.copy('hotpatch.revision', k, released::jsonb, 'where exists (select 1 from hotpatch.release r where r.id = t.release_id and r.cycle_id not like ''%-B-%'')');
        perform pg_temp.copy('hotpatch.cycle', k, own::jsonb || released::jsonb || '{"id": "t.id || ''-:k''"}', 'where t.id not like ''%-B-%''');
        perform pg_temp.copy('hotpatch.ring', k, own::jsonb, first);
        perform pg_temp.copy('hotpatch.plan_class', k, own::jsonb || '{"class": "t.class + 1000000000::bigint * :k"}', first);
        perform pg_temp.copy('hotpatch.plan_part', k, '{"classes": "array(select c + 1000000000::bigint * :k from unnest(t.classes) with ordinality u (c, i) order by i)", "cycle": "n.no"}',
            'join hotpatch.cycle o on o.no = t.cycle and o.id not like ''%-B-%'' join hotpatch.cycle n on n.id = o.id || ''-:k''');
        perform pg_temp.copy('hotpatch.approval', k, own::jsonb || '{"task_id": "t.task_id || ''-:k''"}', first);
        perform pg_temp.copy('hotpatch.graph_write', k, own::jsonb || '{"natural_key": "t.natural_key || ''-:k''"}', first);
        foreach source in array array['hotpatch.verdict', 'hotpatch.progress', 'hotpatch.restart_window', 'hotpatch.restart', 'hotpatch.signal',
                'hotpatch.gate_proof', 'hotpatch.enrolment', 'hotpatch.event']::regclass[] loop
            perform pg_temp.copy(source, k, own::jsonb, first);
        end loop;
        perform pg_temp.engine(k);
    end loop;
end $$;

-- Time-based ids of one machine end alike, so the number of the copy takes the place of their end.
create function pg_temp.engine(k int) returns void language plpgsql as $$
declare
    history record;
    changed jsonb;
begin
    for history in select c.oid::regclass as source, c.oid from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
            and c.relname in ('act_hi_procinst', 'act_hi_actinst', 'act_hi_taskinst', 'act_hi_varinst', 'act_hi_detail', 'act_hi_decinst', 'act_hi_dec_in',
                'act_hi_dec_out', 'act_hi_incident', 'act_hi_op_log') loop
        select coalesce(jsonb_object_agg(a.attname, case when a.attname = 'business_key_' then 't.business_key_ || ''-:k'''
            else 'overlay(t.' || a.attname || ' placing lpad(''' || k || ''', 3, ''x'') from greatest(1, length(t.' || a.attname || ') - 2))' end), '{}') into changed
        from pg_attribute a where a.attrelid = history.oid and a.attname in ('id_', 'proc_inst_id_', 'root_proc_inst_id_', 'execution_id_', 'act_inst_id_',
            'parent_act_inst_id_', 'task_id_', 'call_proc_inst_id_', 'super_process_instance_id_', 'var_inst_id_', 'dec_inst_id_', 'root_dec_inst_id_',
            'operation_id_', 'business_key_');
        perform pg_temp.copy(history.source, k, changed, case
            when history.source = 'act_hi_procinst'::regclass then 'where t.business_key_ is not null and t.business_key_ not like ''%-B-%'''
            when history.source in ('act_hi_dec_in'::regclass, 'act_hi_dec_out'::regclass) then 'where exists (select 1 from act_hi_decinst d join act_hi_procinst p '
                'on p.proc_inst_id_ = d.proc_inst_id_ where d.id_ = t.dec_inst_id_ and p.business_key_ is not null and p.business_key_ not like ''%-B-%'')'
            else 'where exists (select 1 from act_hi_procinst p where p.proc_inst_id_ = t.proc_inst_id_ and p.business_key_ is not null and p.business_key_ not like ''%-B-%'')' end);
    end loop;
end $$;
