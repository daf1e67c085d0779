"""The finished MP3, decoded and measured, held against its timeline and the files beside it.

Takes a path; gives a report of findings.
May import: core, script, audio, timeline, companions.
"""
