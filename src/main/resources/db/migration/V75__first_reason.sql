-- Results kept so far name their reasons in the order of the table, with a warning before what blocks. They are decided anew.
delete from hotpatch.eligibility_result;
