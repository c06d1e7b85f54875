-- Notices that the installation has loaded beside the shipped ones, and what a clock's dates are computed from,
-- so that a dry run over a new notice needs no engine.

-- The id counts the loads: the tables of the installation are the shipped ones and all notices up to an id.
CREATE TABLE calendar_notices (
    id           integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    year         integer NOT NULL,
    published_on date NOT NULL,
    content      text NOT NULL,
    loaded_by    text NOT NULL,
    office       text NOT NULL,
    loaded_at    timestamptz NOT NULL DEFAULT now(),
    UNIQUE (year, published_on)
);

GRANT SELECT, INSERT ON calendar_notices TO redress_api;
GRANT SELECT ON calendar_notices TO redress_worker;

-- A clock written before this knows neither: it is taken for live, and a dry run counts it as not known.
ALTER TABLE clocks ADD COLUMN live boolean NOT NULL DEFAULT true, ADD COLUMN facts jsonb;

CREATE INDEX clocks_live ON clocks (due_on, case_id, key) WHERE live;
