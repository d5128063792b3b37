-- What was promoted and deployed to environments.
create table release (
    build text not null,           -- that promoted or deployed it
    maker text not null,           -- the build that made the artifact
    job text not null,             -- the job of that build, as the script names it
    artifact text not null,
    environment text not null,
    stage text not null,           -- Promote or Deploy
    project text not null,
    commit_id text not null,
    digest text not null,          -- Artifact.Hash
    at integer not null,
    primary key (build, maker, artifact)
) strict, without rowid;

create index release_digest on release (environment, project, digest);
create index release_at on release (environment, at);
