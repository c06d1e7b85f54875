-- Signs that a person should look at (令121 art.17), beside the other findings of the intake check.

ALTER TABLE intake_checks ADD COLUMN hints text[] NOT NULL DEFAULT '{}';
