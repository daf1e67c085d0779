// What is heard when: the timeline that the page carries, and how to look things up in it.

/**
 * @typedef {object} Moment  One stretch of the lesson: a sound or one written silence.
 * @property {string} kind      cue, chime, or the name of a kind of silence
 * @property {number} start     samples from the lesson's beginning
 * @property {number} end       samples
 * @property {number} section   index into the recording's own sections
 * @property {number} source    index of the same moment in the lesson as it was recorded
 * @property {number} wanted    silence: samples as written, before rounding to frames
 * @property {number} frame     sound: the frame where its clip begins
 * @property {number} frames    sound: how many frames its clip fills
 *
 * @typedef {{title: string, start: number, end: number, source: number}} Part  A section in time, in samples.
 * @typedef {{length: number, moments: Moment[], parts: Part[]}} Timeline
 * @typedef {{kind: string, href: string, bytes: number, sha256: string}} FileFacts
 * @typedef {{name: string, title: string, author: string, album: string, cover: string, rate: number,
 *   frame: number, gap: number, stretched: string[], noted: string[], files: FileFacts[],
 *   timeline: Timeline}} Lesson  `stretched` and `noted` name the kinds of silence that my pace can stretch,
 *   and that a reader is told of.
 */

/** @param {string} kind */
export function isSound(kind) {
  return kind === "cue" || kind === "chime";
}

/**
 * The lesson from the page's JSON. A row is [kind, end, section, frame, frames] for a sound and
 * [kind, end, section, wanted] for a silence; each starts where the one before it ends.
 * @param {any} data
 * @returns {Lesson}
 */
export function readLesson(data) {
  let start = 0;
  const moments = data.events.map((row, source) => {
    const [kind, end, section, number, frames = 0] = row;
    const sound = isSound(kind);
    const moment = {
      kind, start, end, section, source, frames,
      wanted: sound ? 0 : number,
      frame: sound ? number : -1,
    };
    start = end;
    return moment;
  });
  const parts = data.sections.map(([title, from, to], source) => ({ title, start: from, end: to, source }));
  const { events, sections, length, ...facts } = data;
  return { ...facts, timeline: { length, moments, parts } };
}

/**
 * Index of the last of `list` that starts at or before `at`; 0 where none does.
 * @param {{start: number}[]} list
 * @param {number} at  samples
 */
export function indexAt(list, at) {
  let low = 0;
  let high = list.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (list[middle].start <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * The cue that is heard at `at`, or was the last one heard; -1 before the first.
 * @param {Timeline} timeline
 * @param {number} at  samples
 */
export function cueAt(timeline, at) {
  let index = indexAt(timeline.moments, at);
  while (index >= 0 && timeline.moments[index].kind !== "cue") index -= 1;
  return index;
}

/**
 * The same place in another version of the lesson; the next place that it has where this one is left out.
 * @param {Timeline} from
 * @param {number} at  samples in `from`
 * @param {Timeline} to
 * @returns {number} samples in `to`
 */
export function samePlace(from, at, to) {
  const here = from.moments[indexAt(from.moments, at)];
  const there = to.moments.find((moment) => moment.source >= here.source);
  if (!there) return 0;
  if (there.source !== here.source || here.end === here.start) return there.start;
  const share = (at - here.start) / (here.end - here.start);
  return Math.round(there.start + share * (there.end - there.start));
}

/**
 * A position for people: 6:12, and 1:02:03 from one hour on.
 * @param {number} seconds
 */
export function clockText(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  const two = (number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/**
 * A silence that is long enough to be told to a reader; empty where it is not.
 * @param {Moment} moment
 * @param {Lesson} lesson
 */
export function silenceText({ kind, wanted }, { rate, noted }) {
  const told = wanted > 5 * rate && noted.includes(kind);
  return told ? `${kind}, ${Math.floor(wanted / rate + 0.5)} s` : "";
}
