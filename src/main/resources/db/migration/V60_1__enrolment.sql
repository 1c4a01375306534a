-- What the service for Windows updates has against a device, as eligibility looks at it: NOTHING_AGAINST, NOT_ENROLLED, FAILED.
alter table hotpatch.plan_class add column enrolment text not null default 'NOTHING_AGAINST';
-- Few have something against them; the others need not be gone through for each plan.
create index update_enrolment_trouble on hotpatch.update_enrolment (entra_id) where errors <> '' or state in ('NOT_ENROLLED', 'UNENROLLING');
