// The list of chapters: one is marked as present, and one that is chosen is played.

import { clockText } from "./lesson.js";

/**
 * @param {HTMLElement} list
 * @param {import("./player.js").Player} player
 */
export function connectChapters(list, player) {
  let links = [];
  const mark = () => {
    const present = player.part;
    links.forEach(({ link, index }) => {
      if (index === present) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  };
  const draw = () => {
    links = [];
    const rows = player.timeline.parts.flatMap((part, index) => {
      if (part.end === part.start) return [];
      const row = chapter(part, player);
      const link = row.firstElementChild;
      link.addEventListener("click", (event) => {
        event.preventDefault();
        player.seekPart(index);
        player.play();
      });
      links.push({ link, index });
      return [row];
    });
    list.replaceChildren(...rows);
    mark();
  };
  player.addEventListener("changed", draw);
  player.addEventListener("moved", mark);
  draw();
}

/** @param {import("./lesson.js").Part} part @param {import("./player.js").Player} player */
function chapter(part, player) {
  const row = document.createElement("li");
  const link = document.createElement("a");
  const [title, time] = [document.createElement("span"), document.createElement("span")];
  link.href = `#t=${(part.start / player.rate).toFixed(1)}`;
  title.className = "title";
  title.textContent = part.title || "Beginning";
  time.className = "time";
  time.textContent = clockText(part.start / player.rate);
  link.append(title, " ", time);
  row.append(link);
  return row;
}
