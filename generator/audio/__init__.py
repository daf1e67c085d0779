"""Sound: clips and what was measured of them, edges, level, MP3 frames, and joining, decoding, playing them.

Takes samples at any rate; gives clips of whole MP3 frames at 48 kHz, and lessons made of them.
May import: core.

pydub looks for ffmpeg while it is imported, which nothing here ever calls: it warns where there is none, and
fails where the environment has no `PATH`.
"""

import os
import warnings

os.environ.setdefault("PATH", os.defpath)
warnings.filterwarnings("ignore", "Couldn't find ffmpeg or avconv", RuntimeWarning)
# Python 3.12 and later say this of pydub's own source whenever it is compiled.
warnings.filterwarnings("ignore", category=SyntaxWarning, module=r".*pydub")
