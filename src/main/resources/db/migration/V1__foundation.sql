-- What the running program (hotpatch_app) may do in the schema of hotpatch_owner, and the trail it may only add to.

GRANT USAGE ON SCHEMA hotpatch TO hotpatch_app;

-- Every later table of this schema: rows may be read and written, the table itself never changed.
ALTER DEFAULT PRIVILEGES FOR ROLE hotpatch_owner IN SCHEMA hotpatch
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO hotpatch_app;
ALTER DEFAULT PRIVILEGES FOR ROLE hotpatch_owner IN SCHEMA hotpatch
    GRANT USAGE, SELECT ON SEQUENCES TO hotpatch_app;

CREATE TABLE hotpatch.event (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    business_time timestamptz NOT NULL,
    wall_time     timestamptz NOT NULL,
    actor         text        NOT NULL,
    actor_kind    text        NOT NULL CHECK (actor_kind IN ('PERSON', 'SYSTEM')),
    type          text        NOT NULL,
    cycle_id      text,
    ring          text,
    device_id     text,
    subject       text,
    data          jsonb       NOT NULL DEFAULT '{}'
);

CREATE INDEX event_of_cycle ON hotpatch.event (cycle_id, id);
CREATE INDEX event_of_device ON hotpatch.event (device_id, id) WHERE device_id IS NOT NULL;

REVOKE ALL ON hotpatch.event FROM hotpatch_app;
GRANT SELECT, INSERT ON hotpatch.event TO hotpatch_app;

COMMENT ON TABLE hotpatch.event IS 'Append-only audit trail: the running program may add and read, never change.';
COMMENT ON COLUMN hotpatch.event.business_time IS 'Time of the cycle; virtual in the sandbox.';
COMMENT ON COLUMN hotpatch.event.wall_time IS 'Time of the machine when the row was written.';
