// The words of the lesson: the present line is marked, and a line that is chosen is played. Nothing scrolls by itself.

import { silenceText } from "./lesson.js";

/**
 * @param {HTMLElement} root
 * @param {HTMLElement} now  where the present line stands beside the player
 * @param {import("./player.js").Player} player
 */
export function connectTranscript(root, now, player) {
  const lines = new Map();
  for (const line of root.querySelectorAll("[data-event]")) lines.set(Number(line.dataset.event), line);
  const links = linked(root, player);
  let marked = null;
  let roving = links[0];
  const mark = () => {
    const index = player.cue;
    const moment = index < 0 ? null : player.timeline.moments[index];
    const link = moment ? lines.get(moment.source)?.querySelector("a") ?? null : null;
    if (link === marked) return;
    marked?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "true");
    now.textContent = link?.textContent ?? "";
    marked = link;
    if (link && !root.contains(document.activeElement)) rove(link);
  };
  const rove = (link) => {
    if (roving) roving.tabIndex = -1;
    roving = link;
    link.tabIndex = 0;
  };
  if (roving) roving.tabIndex = 0;
  root.addEventListener("focusin", (event) => {
    if (links.includes(event.target)) rove(event.target);
  });
  root.addEventListener("keydown", (event) => {
    const shown = links.filter((link) => !link.closest("[hidden]"));
    const at = shown.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: shown.length - 1 }[event.key];
    if (at < 0 || to === undefined || !shown[to]) return;
    event.preventDefault();
    shown[to].focus();
  });
  player.addEventListener("moved", mark);
  player.addEventListener("changed", () => {
    marked?.removeAttribute("aria-current");
    marked = null;
    show(root, lines, player);
    const first = links.find((link) => !link.closest("[hidden]"));
    if (first && roving?.closest("[hidden]")) rove(first);
  });
}

/** Make a link of each cue's words; one of them at a time can be reached with Tab, the others with the arrows. */
function linked(root, player) {
  return [...root.querySelectorAll("[data-event]:not(.silence)")].map((words) => {
    const source = Number(words.dataset.event);
    const link = document.createElement("a");
    link.href = `#t=${(player.timeline.moments[source].start / player.rate).toFixed(1)}`;
    link.tabIndex = -1;
    link.append(...words.childNodes);
    words.append(link);
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const index = player.timeline.moments.findIndex((moment) => moment.source === source);
      if (index < 0) return;
      player.seekMoment(index);
      player.play();
    });
    return link;
  });
}

/** Keep in step with another version: what is left out is hidden, silences have their own lengths. */
function show(root, lines, player) {
  const { moments, parts } = player.timeline;
  for (const [source, line] of lines) {
    const moment = moments.find((each) => each.source === source);
    const silence = moment ? silenceText(moment, player.lesson) : "";
    if (silence && line.matches(".silence")) line.textContent = silence;
  }
  for (const section of root.querySelectorAll("[data-section]")) {
    section.hidden = !parts.some((part) => part.source === Number(section.dataset.section));
  }
}
