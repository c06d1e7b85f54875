-- Steps added since, whose rows a lost task leaves behind like all others; and the check after a correction, which
-- would otherwise answer for the event that came in its place.
INSERT INTO step_tables VALUES ('intake_checks'), ('delegations'), ('recusals');
CREATE POLICY lost_task ON intake_checks TO redress_owner USING (taking_out_lost_events());
CREATE POLICY lost_task ON delegations TO redress_owner USING (taking_out_lost_events());
CREATE POLICY lost_task ON recusals TO redress_owner USING (taking_out_lost_events());

-- A document issued by a lost task and issued again keeps its number; one of another series takes that one's own.
ALTER TABLE document_numbers DROP CONSTRAINT document_numbers_pkey;
ALTER TABLE document_numbers ADD PRIMARY KEY (case_id, document, office, year, series);
