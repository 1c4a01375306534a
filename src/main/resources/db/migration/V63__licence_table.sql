-- By which table it was decided which licences cover hotpatch when the fleet was read.
alter table hotpatch.snapshot add column licence_table text;    -- SHA-256 of its text; null where none was asked
