-- The chain that shows whether a row of the trail was altered, removed, swapped or inserted.
-- No foreign keys: a row that is gone must be found and named, and their locks would touch every event.

CREATE TABLE hotpatch.seal (
    sequence bigint PRIMARY KEY CHECK (sequence > 0),
    event_id bigint NOT NULL UNIQUE,
    previous bytea  NOT NULL CHECK (octet_length(previous) = 32),
    hash     bytea  NOT NULL CHECK (octet_length(hash) = 32)
);

CREATE TABLE hotpatch.seal_head (
    sequence      bigint      PRIMARY KEY CHECK (sequence > 0),
    previous_head bigint      NOT NULL,
    hash          bytea       NOT NULL CHECK (octet_length(hash) = 32),
    wall_time     timestamptz NOT NULL,
    key_id        text        NOT NULL,
    signature     bytea       NOT NULL
);

-- Events that wait for their seal. Ids are no order to seal by, since a smaller one may commit later; a row here appears
-- and goes in the transaction of its event and of its seal, so nothing is forgotten, and the table stays small.
CREATE TABLE hotpatch.unsealed (
    event_id bigint PRIMARY KEY
);

INSERT INTO hotpatch.unsealed (event_id) SELECT id FROM hotpatch.event;

-- Both functions run with the owner's rights: the running program cannot take an event out of the queue without sealing it.
CREATE FUNCTION hotpatch.await_seal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO hotpatch.unsealed (event_id) SELECT id FROM added;
    RETURN NULL;
END $$;

CREATE FUNCTION hotpatch.end_waiting() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    DELETE FROM hotpatch.unsealed u USING added a WHERE u.event_id = a.event_id;
    RETURN NULL;
END $$;

CREATE TRIGGER await_seal AFTER INSERT ON hotpatch.event
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION hotpatch.await_seal();
CREATE TRIGGER end_waiting AFTER INSERT ON hotpatch.seal
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION hotpatch.end_waiting();

REVOKE ALL ON hotpatch.seal, hotpatch.seal_head, hotpatch.unsealed FROM hotpatch_app;
GRANT SELECT, INSERT ON hotpatch.seal, hotpatch.seal_head TO hotpatch_app;
GRANT SELECT ON hotpatch.unsealed TO hotpatch_app;

COMMENT ON TABLE hotpatch.seal IS 'One row per event in the order of sealing; hash covers the event, the sequence and the hash before.';
COMMENT ON TABLE hotpatch.seal_head IS 'The signed end of the chain after each batch.';
COMMENT ON TABLE hotpatch.unsealed IS 'Events that wait for their seal; kept by triggers.';
