-- An item may have several changes, or none but a branch or tag: the subject is what people call it, such as git/3, {git/3, git/4} or core@main.
alter table build rename column change to subject;
alter table build add column changes text not null default '[]';  -- JSON list of the changes that the build is for
update build set changes = json_array(subject);
drop index build_of_change;
create table build_change (
    change text not null,
    asked_at integer not null,
    build text not null,
    primary key (change, asked_at, build)
) strict, without rowid;
insert into build_change (change, asked_at, build) select subject, asked_at, id from build;

alter table report rename column change to subject;

-- Single values that must outlive the process.
create table mark (
    name text primary key,
    value text not null
) strict, without rowid;
