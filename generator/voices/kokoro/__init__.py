"""Kokoro's voices, from a model and its voices that the user has put into a folder.

Takes utterances; gives recordings.
May import: core, processes, script, spoken, audio.
"""
