CREATE TABLE changes (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    project TEXT NOT NULL,
    branch TEXT NOT NULL,
    identity TEXT NOT NULL,
    status TEXT NOT NULL,
    patchset INTEGER NOT NULL,
    commit_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    owner TEXT NOT NULL,
    topic TEXT NULL,
    is_approved INTEGER NOT NULL,
    merge_commit TEXT NULL,
    UNIQUE (project, branch, identity)
);
CREATE INDEX changes_by_status ON changes (status, project);
CREATE INDEX changes_by_identity ON changes (identity);

CREATE TABLE patchsets (
    number INTEGER NOT NULL REFERENCES changes (number),
    patchset INTEGER NOT NULL,
    commit_id TEXT NOT NULL,
    pushed_at TEXT NOT NULL,
    PRIMARY KEY (number, patchset)
) WITHOUT ROWID;
CREATE INDEX patchsets_by_commit ON patchsets (commit_id);

-- The changes whose patchsets are ancestors of a patchset, nearest first.
CREATE TABLE git_parents (
    number INTEGER NOT NULL,
    patchset INTEGER NOT NULL,
    position INTEGER NOT NULL,
    parent_number INTEGER NOT NULL,
    parent_patchset INTEGER NOT NULL,
    PRIMARY KEY (number, patchset, position)
) WITHOUT ROWID;

-- on_change is what the footer says; it is looked up each time, because what it names may be pushed later.
CREATE TABLE dependencies (
    number INTEGER NOT NULL,
    patchset INTEGER NOT NULL,
    position INTEGER NOT NULL,
    on_change TEXT NOT NULL,
    PRIMARY KEY (number, patchset, position)
) WITHOUT ROWID;

CREATE TABLE comments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    report_key TEXT NOT NULL UNIQUE,
    number INTEGER NOT NULL REFERENCES changes (number),
    patchset INTEGER NOT NULL,
    pipeline TEXT NOT NULL,
    kind TEXT NOT NULL,
    message TEXT NOT NULL,
    vote INTEGER NOT NULL,
    url TEXT NOT NULL,
    made_at TEXT NOT NULL
);
CREATE INDEX comments_by_change ON comments (number, id);

-- Only ever appended to: the id of a row is the key of the event it becomes.
CREATE TABLE events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    number INTEGER NULL,
    project TEXT NOT NULL,
    branch TEXT NOT NULL,
    who TEXT NOT NULL,
    made_at TEXT NOT NULL
);
CREATE INDEX events_by_change ON events (number, kind);

-- server-url: where the pages are. watched: the last event that the server took.
CREATE TABLE marks (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
