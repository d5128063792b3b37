-- The state before a queue's first event: with it every past state can be played again. Null where the queue is older than this column.
alter table queue add column origin text;

-- Each merge of a queue, with where all its branches were right after it.
create table merge (
    queue text not null,
    event integer not null,
    at integer not null,
    changes text not null,         -- JSON list of changes, in merge order
    commits text not null,         -- JSON, commit by branch
    primary key (queue, event)
) strict, without rowid;

alter table build add column kept integer not null default 0;   -- 1 when it counted for a later state of its item too
alter table build add column flaky integer not null default 0;  -- 1 when it passed on the very state that one had failed on
create index build_of_job on build (queue, job, asked_at, result);
