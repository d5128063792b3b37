create table release (
    build text collate "C" not null,
    maker text collate "C" not null,
    job text collate "C" not null,
    artifact text collate "C" not null,
    environment text collate "C" not null,
    stage text not null,
    project text collate "C" not null,
    commit_id text not null,
    digest text collate "C" not null,
    at bigint not null,
    primary key (build, maker, artifact)
);

create index release_digest on release (environment, project, digest);
create index release_at on release (environment, at);
