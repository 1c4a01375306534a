-- Whether the service for Windows updates has a device, as it was last read, and when the device last looked for updates.

create table hotpatch.update_enrolment (
    entra_id   text primary key,                                -- the Entra device id, or the object id: Microsoft does not say which
    state      text not null,                                   -- for quality updates: ENROLLED, NOT_ENROLLED, ENROLLING, UNENROLLING, UNKNOWN
    errors     text,                                            -- the service's own words; empty where it has none, null where it does not say
    changed_at timestamptz                                      -- when its state last changed
);

create table hotpatch.update_scan (                             -- as the reports of install policies tell it
    device_id   text primary key,                               -- Intune device id
    scanned_at  timestamptz not null,
    received_at timestamptz not null
);
