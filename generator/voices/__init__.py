"""Voices: which one speaks a cue, how it is calibrated, and clips of what it said, cached or new.

Takes cues and chimes; gives rendered clips. Engines stand in a table, each in a room of its own inside.
May import: core, processes, script, spoken, audio.
"""
