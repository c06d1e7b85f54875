-- Regimes an office lets hold beside the law for the cases it files: its own promises, its city's hotline.
-- NULL: as the nearest office above says; an empty list: none.

ALTER TABLE offices ADD COLUMN beside text[];

GRANT UPDATE (beside) ON offices TO redress_api;
