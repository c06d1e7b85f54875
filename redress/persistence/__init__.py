"""Everything that speaks SQL: pool, repositories, vault, read model, outbox, migrations. No rules of law."""
