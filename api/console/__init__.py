"""The pages officers, supervisors, complainants and traders see."""
