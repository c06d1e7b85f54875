-- One row per command, written with its sealed body before the engine hears of it; the sweeper settles what stays pending.

CREATE TABLE commands (
    scope        text NOT NULL,
    key          text NOT NULL,
    command_id   text NOT NULL UNIQUE,
    case_id      uuid NOT NULL,
    body_hmac    bytea NOT NULL CHECK (length(body_hmac) = 32),
    sealed       text NOT NULL,
    status       text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'done', 'refused')),
    result       text,
    person       text NOT NULL,
    office       text NOT NULL,
    roles        text[] NOT NULL,
    at           timestamptz NOT NULL DEFAULT now(),
    clock_offset interval NOT NULL DEFAULT '0',
    settled_at   timestamptz,
    PRIMARY KEY (scope, key),
    CHECK ((status = 'pending') = (settled_at IS NULL))
);
CREATE INDEX commands_pending ON commands (at) WHERE status = 'pending';
CREATE INDEX commands_of_case ON commands (case_id);

ALTER TABLE commands ENABLE ROW LEVEL SECURITY;
ALTER TABLE commands FORCE ROW LEVEL SECURITY;
CREATE POLICY worker ON commands TO redress_worker USING (true) WITH CHECK (true);
CREATE POLICY api ON commands TO redress_api USING (person = redress_person()) WITH CHECK (person = redress_person());

GRANT SELECT ON commands TO redress_worker;
GRANT SELECT, INSERT ON commands TO redress_api;
GRANT UPDATE (status, result, settled_at) ON commands TO redress_api, redress_worker;
