-- In whose place a roll-back was decided: the guard of its steps asks for a second person, and a substitute of who asked is none.
alter table hotpatch.roll_back add column decided_for text;
