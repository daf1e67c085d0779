"""A movement script goes in, one narrated MP3 with exactly timed silences comes out.

The flow: read (`script`) → voice (`voices`) → lay out (`timeline`) → assemble (`audio.mp3`) →
publish (`companions`). `build` and `finishing` run it, `cli` is its command line.
"""

__version__ = "0.1.0"
