"""The steps that have effects, one module each. They decide nothing; the domain has decided."""
