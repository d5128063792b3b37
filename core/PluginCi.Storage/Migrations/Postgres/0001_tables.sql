-- The same tables as in ../Sqlite, which says what they are for; numbers, and what is true or false, are bigint as there. Texts that something is ordered by
-- are compared byte by byte, whatever the database's own order is. Messages and names of tests come from builds, and are shorter than an index takes.
create table queue (
    name text collate "C" primary key,
    applied bigint not null,
    snapshot_at bigint not null,
    snapshot text not null,
    origin text
);

create table event (
    seq bigint generated always as identity primary key,
    queue text collate "C" not null,
    key text collate "C" not null,
    json text not null,
    unique (queue, key)
);

create index event_of_queue on event (queue, seq);

create table reason (
    queue text collate "C" not null,
    event bigint not null,
    place bigint not null,
    at bigint not null,
    change text collate "C",
    kind text collate "C" not null,
    text text not null,
    primary key (queue, event, place)
);

create index reason_of_change on reason (change, event);
create index reason_of_end on reason (event desc, place desc) where kind in ('Merged', 'Rejected', 'Left');

create table outbox (
    key text collate "C" primary key,
    queue text collate "C" not null,
    event bigint not null,
    place bigint not null,
    json text not null,
    done bigint not null default 0
);

create index outbox_pending on outbox (queue, event, place) where done = 0;

create table build (
    id text collate "C" primary key,
    queue text collate "C" not null,
    pipeline text not null,
    subject text not null,
    patchset bigint not null,
    project text not null,
    buildset text not null,
    job text collate "C" not null,
    attempt bigint not null,
    ahead text not null,
    asked_at bigint not null,
    started_at bigint,
    ended_at bigint,
    result text collate "C",
    message text not null default '',
    changes text not null default '[]',
    kept bigint not null default 0,
    flaky bigint not null default 0,
    executor text
);

create index build_of_job on build (queue, job, asked_at, result);
create index build_by_age on build (asked_at, id);

create table build_change (
    change text collate "C" not null,
    asked_at bigint not null,
    build text collate "C" not null,
    primary key (change, asked_at, build)
);

create table change (
    id text collate "C" primary key,
    json text not null,
    heard_at bigint not null
);

create table report (
    key text collate "C" primary key,
    subject text collate "C" not null,
    pipeline text not null,
    kind text not null,
    vote bigint not null,
    message text not null,
    at bigint not null
);

create index report_of_change on report (subject, at);

create table site (
    id bigint primary key check (id = 1),
    branch_commit text not null,
    json text not null
);

create table mark (
    name text collate "C" primary key,
    value text not null
);

create table merge (
    queue text collate "C" not null,
    event bigint not null,
    at bigint not null,
    changes text not null,
    commits text not null,
    primary key (queue, event)
);

create table build_tests (
    build text collate "C" primary key,
    passed bigint not null,
    failed bigint not null,
    skipped bigint not null,
    problem text not null
);

create table failed_test (
    build text collate "C" not null,
    name text collate "C" not null,
    message text not null,
    queue text collate "C" not null,
    job text collate "C" not null,
    state text collate "C" not null,
    passed_in text collate "C",
    primary key (build, name)
);

create index failed_test_of_state on failed_test (queue, job, state) where passed_in is null;
create index failed_test_passed on failed_test (passed_in) where passed_in is not null;

create table test (
    queue text collate "C" not null,
    job text collate "C" not null,
    name text collate "C" not null,
    runs bigint not null,
    failed bigint not null,
    flakes bigint not null,
    seconds double precision not null,
    primary key (queue, job, name)
);

create index test_of_trouble on test (flakes desc, failed desc) where failed > 0;

create table handover (
    build text collate "C" primary key,
    at bigint not null,
    data text
);

create index handover_at on handover (at);

-- Paths may be longer than an index takes, so that only the builds are indexed.
create table artifact_file (
    build text collate "C" not null references handover on delete cascade,
    place bigint not null,
    artifact text not null,
    path text collate "C" not null,
    hash text collate "C" not null,
    size bigint not null,
    executable bigint not null
);

create index artifact_file_of_build on artifact_file (build, place);
