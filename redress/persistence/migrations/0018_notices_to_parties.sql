-- What a notice to a party says about the office that sends it.
ALTER TABLE offices ADD COLUMN IF NOT EXISTS phone text;

-- Whoever gives a delivery up does not overwrite what became of it already.
GRANT SELECT (outcome_at, proof_ref) ON outbox TO redress_api;
