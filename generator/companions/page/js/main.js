// What the page does beyond what plain HTML does. Everything here is an addition: without it the lesson plays all the same.

import { readLesson } from "./lesson.js";
import { openStore } from "./store.js";
import { Player } from "./player.js";
import { connectControls } from "./controls.js";
import { connectLockScreen } from "./lockscreen.js";
import { connectTranscript } from "./transcript.js";
import { connectChapters } from "./chapters.js";
import { connectResume } from "./resume.js";
import { connectMyPace } from "./mypace.js";
import { connectShare } from "./share.js";
import { connectAppearance } from "./appearance.js";

const byId = (id) => document.getElementById(id);
const lesson = readLesson(JSON.parse(byId("lesson").textContent));
const local = () => globalThis.localStorage;
const store = openStore(local, `lesson:${lesson.name}`);
const player = new Player(byId("audio"), lesson);

connectAppearance(byId("appearance"), openStore(local, "lesson-page"));
connectControls(byId("listen"), player, store);
connectTranscript(byId("words"), byId("now"), player);
connectChapters(byId("chapters"), player);
connectResume(byId("resume"), player, lesson, store);
connectMyPace(byId("my-pace-form"), player, lesson, store);
connectLockScreen(player, lesson);
connectShare(byId("share"));
for (const part of document.querySelectorAll("[data-scripted]")) part.hidden = false;

/** A link such as `#t=372` opens the lesson at that second. */
const follow = () => {
  const second = /^#t=(\d+(?:\.\d+)?)$/.exec(location.hash);
  if (second) player.seek(Number(second[1]) * lesson.rate);
};
globalThis.addEventListener("hashchange", follow);
follow();
