"""The movement script: from a teacher's text to cues and pauses at one length, with every problem located.

Takes text, or a path; gives a `Script`, and of it a `Lesson` for each length. Only `files` touches the disk.
May import: core.
"""
