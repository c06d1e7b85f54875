"""Durable shells around the domain: one workflow per case. No effects, no rules of their own."""
