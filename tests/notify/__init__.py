"""Telling people outside: wording, hours, channels against real servers."""
