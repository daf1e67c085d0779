"""Any program that reads a text and writes a sound, as a voice: named in the user's own configuration.

Takes utterances; gives recordings.
May import: core, processes, script, spoken, audio.
"""
