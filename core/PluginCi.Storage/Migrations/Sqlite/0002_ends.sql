-- Pages list the newest ends first; without this the whole history would be read for it.
create index reason_of_end on reason (event desc, place desc) where kind in ('Merged', 'Rejected', 'Left');
