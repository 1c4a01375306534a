-- A release that was left over with neither a cycle nor a decision is asked about by itself; it may get its cycle after all.
alter table hotpatch.release_decision drop constraint release_decision_state_check;
alter table hotpatch.release_decision add constraint release_decision_state_check check (state in ('OPEN', 'SIGNED', 'EXPIRED', 'SETTLED', 'CARRIED'));
alter table hotpatch.release_decision add column started_by text;    -- who wants it deployed; must not approve its change
