-- Giving many cases to somebody is a bulk job: what each request was about stands in its job.

DROP TABLE bulk_assignments;
