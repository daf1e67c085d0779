"""eSpeak NG through pyttsx3: where it is, the process that speaks, its voices and their calibration.

Takes utterances; gives recordings, the same samples every time.
May import: core, processes, spoken, audio, voices.
"""
