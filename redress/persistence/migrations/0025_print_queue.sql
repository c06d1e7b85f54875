-- Letters, and what no program can post on a platform: a person takes one from the queue, sends it, says so.
-- The row in the outbox rests meanwhile (due never); settling wakes it, and its case hears what became of it.

CREATE TABLE print_queue (
    id             bigint PRIMARY KEY REFERENCES outbox (id) ON DELETE CASCADE,
    case_id        uuid NOT NULL REFERENCES cases (case_id),
    queued_at      timestamptz NOT NULL DEFAULT now(),
    taken_by       text,
    taken_at       timestamptz,
    given_back_by  text,
    given_back_at  timestamptz,
    given_back_ref text,
    settled_by     text,
    settled_at     timestamptz,
    settled_as     text CHECK (settled_as IN ('posted', 'unreachable', 'not_sent')),
    posted_on      date,
    CHECK ((taken_by IS NULL) = (taken_at IS NULL)),
    CHECK ((given_back_by IS NULL) = (given_back_at IS NULL)),
    CHECK ((settled_at IS NULL) = (settled_as IS NULL)),
    CHECK ((posted_on IS NOT NULL) = (settled_as IS NOT NULL AND settled_as = 'posted'))
);
CREATE INDEX print_queue_open ON print_queue (queued_at, id) WHERE settled_at IS NULL;

ALTER TABLE print_queue ENABLE ROW LEVEL SECURITY;
ALTER TABLE print_queue FORCE ROW LEVEL SECURITY;
CREATE POLICY worker ON print_queue TO redress_worker USING (true) WITH CHECK (true);
CREATE POLICY api ON print_queue TO redress_api
    USING (EXISTS (SELECT FROM cases c WHERE c.case_id = print_queue.case_id))
    WITH CHECK (EXISTS (SELECT FROM cases c WHERE c.case_id = print_queue.case_id));
GRANT SELECT, INSERT ON print_queue TO redress_worker;
GRANT SELECT, UPDATE (taken_by, taken_at, given_back_by, given_back_at, given_back_ref, settled_by, settled_at,
                      settled_as, posted_on) ON print_queue TO redress_api;

-- A letter that was handed to the post has been sent; whether that tells is the regime's to say.
ALTER TABLE outbox DROP CONSTRAINT outbox_outcome_check;
ALTER TABLE outbox ADD CONSTRAINT outbox_outcome_check
    CHECK (outcome IN ('told', 'sent', 'unreachable', 'not_sent'));
