"""The demonstration: cases as data, filed and walked through the public HTTP interface only. Five are over,
six wait in the middle of their life.
"""
