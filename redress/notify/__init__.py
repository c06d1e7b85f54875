"""Telling people: one port and its adapters (mail, HTTP). What is due to whom is decided in the domain."""
