"""A table for each language whose numbers, units and abbreviations are put into words."""
