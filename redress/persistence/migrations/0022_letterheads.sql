-- What an office's letters say of it: where it answers the telephone and where post reaches it.

ALTER TABLE offices ADD COLUMN IF NOT EXISTS phone text, ADD COLUMN address text;

GRANT UPDATE (phone, address) ON offices TO redress_api;
