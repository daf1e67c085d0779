"""What every room stands on: errors and how they are shown, the sample clock, the cache, files, JSON.

Takes bytes, paths and numbers; gives values, or an error that says what to do.
May import: nothing of ours.
"""
