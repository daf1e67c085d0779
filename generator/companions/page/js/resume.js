// Going on where the learner stopped: offered, never done by itself.

import { clockText, samePlace } from "./lesson.js";

/** Seconds from either end where there is nothing to go on with. */
const EDGE = 5;

/**
 * The place is kept in the lesson as it was recorded, so that it holds for every version of it.
 * @param {HTMLButtonElement} button
 * @param {import("./player.js").Player} player
 * @param {import("./lesson.js").Lesson} lesson
 * @param {ReturnType<import("./store.js").openStore>} store
 */
export function connectResume(button, player, lesson, store) {
  const { audio } = player;
  const recorded = lesson.timeline;
  const end = recorded.length / lesson.rate;
  let kept = 0;
  const keep = () => {
    const place = samePlace(player.timeline, player.position, recorded) / lesson.rate;
    if (audio.ended || place > end - EDGE) store.write({ place: 0 });
    else if (place > EDGE) store.write({ place });
    kept = audio.currentTime;
  };
  audio.addEventListener("pause", keep);
  audio.addEventListener("ended", keep);
  audio.addEventListener("timeupdate", () => {
    if (!audio.paused && Math.abs(audio.currentTime - kept) > EDGE) keep();
  });
  globalThis.addEventListener("pagehide", () => { if (!audio.paused) keep(); });

  const place = Number(store.read().place);
  if (!(place > EDGE && place < end - EDGE)) return;
  button.textContent = `Go on from ${clockText(place)}`;
  button.hidden = false;
  button.addEventListener("click", () => {
    player.seek(samePlace(recorded, Math.round(place * lesson.rate), player.timeline));
    player.play();
    audio.focus();
    button.hidden = true;
  });
  audio.addEventListener("timeupdate", () => { if (audio.currentTime > EDGE) button.hidden = true; });
}
