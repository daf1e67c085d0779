"""The colleague's rules: whether a lesson leaves time, names sides, rests and words things well.

Takes a lesson and its timeline; gives diagnostics and a table. Pure.
May import: core, script, spoken, timeline.
"""
