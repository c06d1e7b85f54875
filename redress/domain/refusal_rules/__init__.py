"""The rules by which commands are refused, a table for each room of commands; `refusals.py` joins them."""
