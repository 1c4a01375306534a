-- Which parts of the fleet the rings by share took last: from this bucket on, to the next row's. The first plan divides them in ring order; a
-- changed share then takes from the rings that shrink and gives to those that grow, and nobody else moves.
create table hotpatch.ring_share (
    from_bucket integer primary key,
    ring        text not null
);
