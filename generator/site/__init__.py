"""The learner's pages: catalogue, a page for each lesson, podcast feed, and a server for this machine.

Takes what was built and what the teacher writes around it; writes a folder that any web host can serve.
May import: core, script, spoken, audio, timeline, voices, companions, build.
"""
