-- Where Entra tells what has changed among its devices since its list was read as a whole.
create table hotpatch.entra_delta (
    one     boolean primary key default true check (one),
    link    text not null,
    full_at timestamptz not null                              -- business time of that list
);
