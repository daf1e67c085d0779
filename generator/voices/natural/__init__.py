"""The natural voice: hibari's neural model as a driver of pyttsx3, what it can read, its calibration.

Takes utterances; gives recordings, the same samples every time on one kind of processor.
May import: core, processes, spoken, audio, voices.
"""
