-- What builds hand on to the jobs that need theirs.
create table handover (
    build text primary key,
    at integer not null,
    data text                      -- the JSON object that it returned
) strict, without rowid;

create index handover_at on handover (at);

create table artifact_file (
    build text not null references handover on delete cascade,
    place integer not null,        -- of the artifact in the plan
    artifact text not null,
    path text not null,
    hash text not null,            -- SHA-256: the name of the file that holds the content
    size integer not null,
    executable integer not null,
    primary key (build, place, path)
) strict, without rowid;
