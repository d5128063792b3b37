-- What the report files of a build said. Tests that passed are counted, not listed: most do, always.
create table build_tests (
    build text primary key,
    passed integer not null,
    failed integer not null,
    skipped integer not null,
    problem text not null          -- what could not be read; empty when all was
) strict, without rowid;

create table failed_test (
    build text not null,
    name text not null,
    message text not null,
    queue text not null,
    job text not null,
    state text not null,           -- the same for builds that see the same: the hash of the job's inputs, or else the buildset
    passed_in text,                -- the build of the same state in which it passed later: then it is flaky
    primary key (build, name)
) strict, without rowid;

create index failed_test_of_state on failed_test (queue, job, state) where passed_in is null;
create index failed_test_passed on failed_test (passed_in) where passed_in is not null;

create table test (
    queue text not null,
    job text not null,
    name text not null,
    runs integer not null,
    failed integer not null,
    flakes integer not null,       -- how often it passed on the very state that it had failed on
    seconds real not null,         -- of all runs
    primary key (queue, job, name)
) strict, without rowid;

create index test_of_trouble on test (flakes desc, failed desc) where failed > 0;
