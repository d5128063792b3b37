ALTER TABLE changes ADD COLUMN kind TEXT NOT NULL DEFAULT 'Rework';
ALTER TABLE changes ADD COLUMN is_work_in_progress INTEGER NOT NULL DEFAULT 0;
ALTER TABLE changes ADD COLUMN is_private INTEGER NOT NULL DEFAULT 0;

-- Words with a space between.
ALTER TABLE changes ADD COLUMN hashtags TEXT NOT NULL DEFAULT '';
CREATE INDEX changes_by_topic ON changes (topic) WHERE topic IS NOT NULL;
CREATE INDEX git_parents_by_parent ON git_parents (parent_number);

-- Of a pushed tag: the commits it led to before and leads to now. The tag's name is in the column branch.
ALTER TABLE events ADD COLUMN old_commit TEXT NULL;
ALTER TABLE events ADD COLUMN new_commit TEXT NULL;
