"""What will be said of what is written: the words of `say:`, and how much there is to say in a text.

Takes a cue's text; gives the text that a voice is handed. Pure.
May import: core, script.
"""
