"""What an edit did: two editions of a lesson compared, and the report for a teacher.

Takes editions; gives changes, as text and as JSON. Pure.
May import: core, script, timeline.
"""
