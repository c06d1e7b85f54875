"""The outside face over HTTP: JSON, pages and sign-in. It never runs an activity."""
