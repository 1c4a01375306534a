-- What a write called and as whom; empty where no answer to a call of ours was had, e.g. after a crash that was settled by reading.
alter table hotpatch.graph_write
    add column call        text,
    add column application text;
