"""The demonstration: five cases as data, filed and walked through the public HTTP interface only."""
