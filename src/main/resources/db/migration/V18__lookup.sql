-- Devices are looked up by these ids one at a time and by equality. A hash costs a reading of the whole fleet a fraction of what a tree of
-- random texts does, and nothing while an id is not known yet.
drop index hotpatch.device_entra;
drop index hotpatch.device_object;
create index device_entra on hotpatch.device using hash (entra_device_id);
create index device_object on hotpatch.device using hash (object_id);
