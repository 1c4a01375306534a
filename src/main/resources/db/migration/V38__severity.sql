create table hotpatch.release_severity (              -- what the catalog said of how severe a release is, each time it said something else
    release_id     text not null references hotpatch.release (id),
    read_at        timestamptz not null,              -- business time
    max_severity   text,
    max_base_score numeric,
    exploited_cves text not null,                     -- comma separated
    primary key (release_id, read_at)
);
