-- What was tried often enough is dead: a person tries it again or gives it up. And what became of a delivery to a
-- party, kept until the case has heard of it.

ALTER TABLE outbox
    ADD COLUMN dead_at        timestamptz,
    ADD COLUMN dead_reason    text,
    ADD COLUMN retried_by     text,
    ADD COLUMN given_up_at    timestamptz,
    ADD COLUMN given_up_by    text,
    ADD COLUMN outcome        text CHECK (outcome IN ('told', 'unreachable', 'not_sent')),
    ADD COLUMN outcome_at     timestamptz,
    ADD COLUMN outcome_reason text,
    -- The provider's receipt, or why somebody gave it up: a text in the vault.
    ADD COLUMN proof_ref      text,
    ADD CHECK ((dead_at IS NULL) = (dead_reason IS NULL)),
    ADD CHECK ((given_up_at IS NULL) = (given_up_by IS NULL)),
    ADD CHECK ((outcome IS NULL) = (outcome_at IS NULL));

DROP INDEX outbox_open;
CREATE INDEX outbox_open ON outbox (due_at, id) WHERE delivered_at IS NULL AND dead_at IS NULL;
CREATE INDEX outbox_dead ON outbox (dead_at, id) WHERE dead_at IS NOT NULL AND given_up_at IS NULL;

CREATE POLICY api ON outbox TO redress_api
    USING (EXISTS (SELECT FROM cases c WHERE c.case_id = outbox.case_id))
    WITH CHECK (EXISTS (SELECT FROM cases c WHERE c.case_id = outbox.case_id));
GRANT SELECT (id, case_id, seq, kind, n, payload, created_at, attempts, delivered_at, last_error, dead_at,
              dead_reason, given_up_at, outcome) ON outbox TO redress_api;
GRANT UPDATE (due_at, attempts, dead_at, dead_reason, retried_by, given_up_at, given_up_by, outcome, outcome_at,
              outcome_reason, proof_ref) ON outbox TO redress_api;
