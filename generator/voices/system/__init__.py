"""The voices that a Mac or Windows brings along, through pyttsx3's drivers `nsss` and `sapi5`.

Takes utterances; gives recordings.
May import: core, processes, script, spoken, audio.
"""
