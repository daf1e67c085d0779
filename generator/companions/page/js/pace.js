// My pace: the same sounds with other silences. Pure: a timeline and wishes go in, a timeline comes out.

import { isSound } from "./lesson.js";

/**
 * @typedef {object} Wishes
 * @property {number} rest    1 is as recorded, 1.5 is half as long again
 * @property {number} move
 * @property {number} pause
 * @property {number} from    index of the first section that is heard
 * @property {number} again   index of a section that is heard twice, or -1
 */

/** @type {Wishes} */
export const AS_RECORDED = { rest: 1, move: 1, pause: 1, from: 0, again: -1 };

/** @param {Wishes} wishes */
export function isAsRecorded(wishes) {
  return Object.entries(AS_RECORDED).every(([key, value]) => wishes[key] === value);
}

/**
 * The lesson's moments in the order in which they are wished, each with its new section.
 * @param {import("./lesson.js").Timeline} timeline
 * @param {Wishes} wishes
 */
function inOrder(timeline, wishes) {
  const [lead, tail] = [timeline.moments[0], timeline.moments[timeline.moments.length - 1]];
  const parts = [];
  const moments = [];
  for (const part of timeline.parts) {
    if (part.source < wishes.from) continue;
    const own = timeline.moments.filter((each) => each.section === part.source && each !== lead && each !== tail);
    for (let time = 0; time < (part.source === wishes.again ? 2 : 1); time += 1) {
      moments.push(...own.map((moment) => ({ ...moment, section: parts.length })));
      parts.push({ title: time ? `${part.title} (again)` : part.title, source: part.source });
    }
  }
  moments.unshift({ ...lead, section: 0 });
  moments.push({ ...tail, section: parts.length - 1 });
  return { moments, parts };
}

/** Two sounds never touch: where a section follows another than the one that was recorded before it, a gap parts them. */
function withGaps(moments, gap) {
  return moments.flatMap((moment, index) => {
    const next = moments[index + 1];
    if (!next || !isSound(moment.kind) || !isSound(next.kind)) return [moment];
    return [moment, { ...moment, kind: "gap", wanted: gap, frame: -1, frames: 0 }];
  });
}

/**
 * Lay the lesson out anew, by the rule by which it was first laid out: positions are kept exactly and only the
 * borders are rounded to frames, so that nothing drifts; clips stay whole, so that a silence has a shortest length.
 * @param {import("./lesson.js").Timeline} timeline  as recorded
 * @param {Wishes} wishes
 * @param {number} frame  samples in one frame
 * @param {number} gap    samples between two cues that had no silence between them
 * @returns {import("./lesson.js").Timeline}
 */
export function paced(timeline, wishes, frame, gap) {
  if (isAsRecorded(wishes)) return timeline;
  const order = inOrder(timeline, wishes);
  const moments = withGaps(order.moments, gap);
  const laid = [];
  let exact = 0;
  let heard = 0;
  let before = null;
  let silences = [];
  const flush = (until) => {
    let border = exact;
    silences.forEach((silence, index) => {
      border += silence.wanted;
      const end = index === silences.length - 1 ? until : Math.max(heard, Math.min(Math.round(border), until));
      laid.push({ ...silence, start: heard, end });
      heard = end;
    });
    silences = [];
  };
  for (const moment of moments) {
    if (!isSound(moment.kind)) {
      silences.push({ ...moment, wanted: moment.wanted * (wishes[moment.kind] ?? 1) });
      continue;
    }
    const recorded = timeline.moments[moment.source];
    const onset = recorded.start - recorded.frame * frame;
    const written = silences.reduce((sum, silence) => sum + silence.wanted, 0);
    const nearest = before ? before.frames * frame - before.end + onset : onset;
    const position = exact + Math.max(written, nearest);
    const first = Math.max(0, Math.floor((position - onset) / frame + 0.5));
    flush(first * frame + onset);
    const length = recorded.end - recorded.start;
    laid.push({ ...moment, start: heard, end: heard + length, frame: first });
    heard += length;
    exact = position + length;
    before = { frames: recorded.frames, end: onset + length };
  }
  const end = exact + silences.reduce((sum, silence) => sum + silence.wanted, 0);
  const length = timeline.length + Math.round((end - timeline.length) / frame) * frame;
  flush(length);
  return { length, moments: laid, parts: timed(order.parts, laid, length) };
}

/** Sections in time: each begins with its first moment, the first at 0; one without moments has no length. */
function timed(parts, moments, length) {
  let end = length;
  return parts.map((part, index) => ({ part, index })).reverse().map(({ part, index }) => {
    const first = moments.find((moment) => moment.section === index);
    const start = index === 0 ? 0 : (first ? first.start : end);
    const whole = { ...part, start, end };
    end = start;
    return whole;
  }).reverse();
}
