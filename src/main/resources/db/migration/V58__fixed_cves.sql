-- Which CVEs an article fixes, by MSRC's document of the month: what a scanner names by its CVE is judged by it.
create table hotpatch.fixed_cve (
    release_id text not null references hotpatch.release (id),
    cve        text not null,
    kb         text not null,                                   -- one of the release's articles
    document   text not null,                                   -- as it names itself
    read_at    timestamptz not null,                            -- business time
    primary key (release_id, cve, kb)
);

-- As before, with every CVE that the article is said to fix: those of MSRC's document, and the exploited ones that the catalog names.
create or replace view hotpatch.kb_twin as
    select one.line, one.build, one.ubr, one.kb, one.hotpatch, one.release_id, one.release, one.published_at,
        array_to_string(array(select f.cve from hotpatch.fixed_cve f where f.release_id = one.release_id and f.kb = one.kb
            union select unnest(string_to_array(one.exploited_cves, ',')) order by 1), ',') as exploited_cves,
        one.twin_kb, one.twin_ubr
    from (
        select one.*, case when count(other.kb) = 1 then min(other.kb) end as twin_kb, case when count(other.kb) = 1 then min(other.ubr) end as twin_ubr
        from hotpatch.catalog_level one left join hotpatch.catalog_level other on other.release_id = one.release_id and other.line = one.line
            and other.build = one.build and (one.hotpatch, other.hotpatch) in (('YES', 'NO'), ('NO', 'YES'))
        group by one.line, one.build, one.ubr, one.kb, one.hotpatch, one.release_id, one.release, one.published_at, one.exploited_cves) one;
