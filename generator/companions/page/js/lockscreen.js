// Media Session: the lock screen and the keys of headphones.

/**
 * @param {import("./player.js").Player} player
 * @param {import("./lesson.js").Lesson} lesson
 */
export function connectLockScreen(player, lesson) {
  const session = navigator.mediaSession;
  if (!session || !globalThis.MediaMetadata) return;
  const { audio } = player;
  const describe = () => {
    const artwork = lesson.cover ? [{ src: new URL(lesson.cover, document.baseURI).href }] : [];
    const album = player.timeline.parts[player.part]?.title || lesson.album;
    session.metadata = new MediaMetadata({ title: lesson.title, artist: lesson.author, album, artwork });
  };
  const place = () => {
    if (!Number.isFinite(audio.duration)) return;
    const { duration, currentTime, playbackRate } = audio;
    session.setPositionState({ duration, playbackRate, position: Math.min(currentTime, duration) });
  };
  const actions = {
    play: () => player.play(),
    pause: () => audio.pause(),
    seekbackward: (details) => player.skip(-(details.seekOffset ?? 15)),
    seekforward: (details) => player.skip(details.seekOffset ?? 15),
    seekto: (details) => player.seek(details.seekTime * player.rate),
    previoustrack: () => player.stepPart(-1),
    nexttrack: () => player.stepPart(1),
  };
  for (const [name, action] of Object.entries(actions)) {
    try {
      session.setActionHandler(name, action);
    } catch {
      // This browser does not know that key.
    }
  }
  let part = -1;
  player.addEventListener("moved", () => {
    if (audio.paused && part < 0) return;
    if (part !== player.part) describe();
    part = player.part;
  });
  for (const name of ["seeked", "ratechange", "play", "loadedmetadata"]) audio.addEventListener(name, place);
}
