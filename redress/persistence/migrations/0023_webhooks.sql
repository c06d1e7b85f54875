-- Which outside systems want to hear of which events. Addresses and secrets are in files of the process that calls.

CREATE TABLE webhook_subscriptions (
    id     integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name   text NOT NULL UNIQUE CHECK (name ~ '^[a-z0-9][a-z0-9_-]{0,62}$'),
    office text NOT NULL,
    events text[] NOT NULL,
    active boolean NOT NULL DEFAULT true
);
GRANT SELECT, INSERT, UPDATE ON webhook_subscriptions TO redress_worker;
