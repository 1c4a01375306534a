-- A history that is too long for one reading is gone on with at the next look.

alter table hotpatch.start_up_reading
    add column begun_at  timestamptz,                 -- of the reading under way, or the last one
    add column pages     integer not null default 0,  -- read of it
    add column next_link text;                        -- to the rest of it; null when nobody is to go on
