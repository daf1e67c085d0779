"""The command line: one file a command, what they print, and what a shell completes.

Takes arguments; prints, and ends with an exit code.
May import: every room below.
"""
