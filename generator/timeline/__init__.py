"""What is heard when, in whole samples: sounds and silences, laid out so that the length comes out exact.

Takes a lesson and its clips' facts; gives a timeline, and the edition that all files are made of. Pure.
May import: core, script, audio.
"""
