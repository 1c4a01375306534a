-- What only some devices need to be known of, or a tenant may not tell: each as it was last read.

alter table hotpatch.device add column vbs_why text;            -- the requirement that is missing, where virtualization-based security does not run
alter table hotpatch.user_licence add column region text;       -- where the user uses his licences, two letters

create table hotpatch.update_workload (                         -- who updates a co-managed device
    device_id   text primary key,                               -- Intune device id
    with_intune boolean not null
);

create table hotpatch.hybrid_code (                             -- compiled hybrid code, as the detection script found it
    device_id   text primary key,
    state       text not null,                                  -- ON, OFF, UNKNOWN
    observed_at timestamptz                                     -- when the script ran
);

create table hotpatch.tenant_default (                          -- what the tenant does with devices in no policy, one row
    hotpatch    boolean,                                        -- null where it does not say
    received_at timestamptz not null
);
