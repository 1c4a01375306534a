-- Which roll-back, or which decision about a release, a question is about; null for all others and for what was asked before.
alter table hotpatch.approval add column about_id bigint;
