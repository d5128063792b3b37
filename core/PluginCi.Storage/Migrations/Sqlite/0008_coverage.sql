-- How much of the sources the tests of a build ran.
create table coverage (
    build text primary key,
    json text not null             -- CoverageReport, whose list of files is bounded
) strict, without rowid;
