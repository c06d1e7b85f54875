"""Mappings of columns that come with the product, as TOML."""
