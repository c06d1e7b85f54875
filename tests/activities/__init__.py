"""Steps, sweeps and exports against the real database and engine."""
