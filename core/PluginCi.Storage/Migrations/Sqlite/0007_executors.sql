-- The executor that a build was given to: one whose builds go on without the server has it still.
alter table build add column executor text;
