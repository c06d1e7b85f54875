"""The worker processes and what they deliver."""
