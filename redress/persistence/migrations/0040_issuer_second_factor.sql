-- Sign-ins at the issuer and the second factor: what the issuer said of it, and by which way a code is awaited.

ALTER TABLE sessions ADD COLUMN vouched boolean NOT NULL DEFAULT false;
ALTER TABLE second_steps ADD COLUMN way text NOT NULL DEFAULT 'password' CHECK (way IN ('password', 'issuer'));
