"""The files beside an MP3, in one table, and its tag: captions, transcript, chapters, labels, cover, page.

Takes an edition; gives text or bytes, and reads them back to verify them. Writes nothing.
May import: core, script, spoken, audio, timeline.
"""
