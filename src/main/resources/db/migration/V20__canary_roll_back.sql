-- The steps of a roll-back are tried on the test devices of the gate's proof, and count for that tenant.

alter table hotpatch.roll_back_proof add column tenant text not null default 'sandbox', add column canary bigint references hotpatch.canary_proof (id);
alter table hotpatch.roll_back_proof alter column tenant drop default;
alter table hotpatch.roll_back_proof drop constraint roll_back_proof_pkey, add primary key (tenant, step);

-- canary_proof.step has HOTPATCH_OFF, HOLD_BACK, UNINSTALL, TAKE_BACK, RESUME, FORWARD and ARRIVE too, between DELIVER and SUSPEND.
alter table hotpatch.canary_proof
    add column update_ring text,                       -- of the test devices alone; null: it reaches others, so nothing is uninstalled
    add column step_at timestamptz,                    -- since when the step is the next one
    add column roll_back_seen text not null default '';
alter table hotpatch.canary_device
    add column lcu_ubr integer,                        -- cumulative update of the release
    add column taken_back_at timestamptz,              -- the check-in that first showed it below the release again
    add column forwarded_at timestamptz;               -- the check-in that first showed the cumulative update after that
