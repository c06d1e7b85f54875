"""Documents on paper: templates as data, forms as PDF, the bundle of a case. Whose turn it is to approve,
number or tell is decided in the domain; nothing here reads a clock or a database.
"""
