"""Tests, one folder per height."""
