// The buttons beside the browser's own control, the speed, and the keys.

/** Key, what it does. They work only while the focus is inside the player, so that they are in nobody's way. */
const KEYS = {
  k: (player) => player.toggle(),
  j: (player) => player.skip(-15),
  l: (player) => player.skip(15),
  r: (player) => player.repeatCue(),
  p: (player) => player.stepPart(-1),
  n: (player) => player.stepPart(1),
};

/**
 * @param {HTMLElement} root  the player's section
 * @param {import("./player.js").Player} player
 * @param {ReturnType<import("./store.js").openStore>} store
 */
export function connectControls(root, player, store) {
  const { audio } = player;
  const play = root.querySelector("[data-do=play]");
  const actions = {
    play: () => player.toggle(),
    back: () => player.skip(-15),
    forward: () => player.skip(15),
    repeat: () => player.repeatCue(),
  };
  for (const button of root.querySelectorAll("[data-do]")) {
    button.addEventListener("click", actions[button.dataset.do]);
  }
  const label = () => { play.textContent = audio.paused ? "Play" : "Pause"; };
  for (const name of ["play", "pause", "ended", "emptied"]) audio.addEventListener(name, label);
  root.addEventListener("keydown", (event) => {
    const action = KEYS[event.key.toLowerCase()];
    if (!action || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("select, input")) return;
    event.preventDefault();
    action(player);
  });
  connectSpeed(root.querySelector("[name=speed]"), audio, store);
}

/**
 * @param {HTMLSelectElement} speed
 * @param {HTMLAudioElement} audio
 * @param {ReturnType<import("./store.js").openStore>} store
 */
function connectSpeed(speed, audio, store) {
  const apply = () => {
    audio.preservesPitch = true;
    audio.defaultPlaybackRate = Number(speed.value);
    audio.playbackRate = Number(speed.value);
  };
  const kept = String(store.read().speed ?? "1");
  if ([...speed.options].some((option) => option.value === kept)) speed.value = kept;
  apply();
  speed.addEventListener("change", () => {
    apply();
    store.write({ speed: speed.value });
  });
}
