-- What a time stamping authority (RFC 3161) said of a signed head: nobody can have written it later than that.
create table hotpatch.time_stamp (
    sequence   bigint primary key references hotpatch.seal_head (sequence),
    token      bytea not null,                        -- DER, with the authority's certificate
    stamped_at timestamptz not null,                  -- by the authority
    authority  text not null,                         -- subject of its certificate
    stored_at  timestamptz not null                   -- wall time
);
revoke all on hotpatch.time_stamp from hotpatch_app;
grant select, insert on hotpatch.time_stamp to hotpatch_app;
