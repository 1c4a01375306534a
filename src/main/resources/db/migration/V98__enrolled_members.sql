-- Devices that a reading of who reports is about: active and controlled by the plan, not exempted since, still in Intune. Null before they were counted.
alter table hotpatch.enrolment add column members integer;
