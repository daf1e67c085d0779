"""The shell around the pure rooms: read, voice, lay out, assemble, publish; previews; what was built before.

Takes scripts and settings; writes MP3s and their companions, or gives plans and samples.
May import: core, processes, script, spoken, audio, timeline, voices, companions, changes, practice.
"""
