create table coverage (
    build text collate "C" primary key,
    json text not null
);
