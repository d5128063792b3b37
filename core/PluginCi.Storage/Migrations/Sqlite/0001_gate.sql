-- The journal is the inbox: an event is written when it happens and is part of the history once the queue's row says so.
create table queue (
    name text primary key,
    applied integer not null,      -- the newest event that the queue has taken
    snapshot_at integer not null,  -- the newest event that the snapshot contains
    snapshot text not null         -- GateState as JSON
) strict;

create table event (
    seq integer primary key autoincrement,
    queue text not null,
    key text not null,             -- the same for the same happening, so that it is taken once
    json text not null,
    unique (queue, key)
) strict;

create table reason (
    queue text not null,
    event integer not null,
    place integer not null,
    at integer not null,           -- milliseconds since 1970
    change text,
    kind text not null,
    text text not null,
    primary key (queue, event, place)
) strict, without rowid;

create index reason_of_change on reason (change, event);

-- What is to be done outside; a row is done in the same transaction that posts the answer.
create table outbox (
    key text primary key,
    queue text not null,
    event integer not null,
    place integer not null,
    json text not null,
    done integer not null default 0
) strict, without rowid;

create index outbox_pending on outbox (queue, event, place) where done = 0;

create table build (
    id text primary key,
    queue text not null,
    pipeline text not null,
    change text not null,
    patchset integer not null,
    project text not null,
    buildset text not null,
    job text not null,
    attempt integer not null,
    ahead text not null,           -- JSON list of changes
    asked_at integer not null,
    started_at integer,
    ended_at integer,
    result text,                   -- null until it ended
    message text not null default ''
) strict, without rowid;

create index build_of_change on build (change, asked_at);

create table change (
    id text primary key,
    json text not null,            -- Change as last heard of
    heard_at integer not null
) strict, without rowid;

create table report (
    key text primary key,
    change text not null,
    pipeline text not null,
    kind text not null,
    vote integer not null,
    message text not null,
    at integer not null
) strict, without rowid;

create index report_of_change on report (change, at);

-- The newest site that was valid; a bad one never gets here.
create table site (
    id integer primary key check (id = 1),
    branch_commit text not null,
    json text not null
) strict;
