"""A lesson's web page: one HTML file with its style and script.

Takes an edition and what the teacher writes around it; gives HTML.
May import: core, script, timeline, companions.
"""
