// My pace: the same sounds with other silences. Pure: a timeline and wishes go in, a timeline comes out.

import { isSound } from "./lesson.js";

/**
 * @typedef {object} Wishes   For each kind of silence by its name: 1 is as recorded, 1.5 is half as long again.
 * @property {number} from    index of the first section that is heard
 * @property {number} again   index of a section that is heard twice, or -1
 */

/**
 * @param {import("./lesson.js").Lesson} lesson
 * @returns {Wishes}
 */
export function asRecorded({ stretched }) {
  return { ...Object.fromEntries(stretched.map((name) => [name, 1])), from: 0, again: -1 };
}

/** @param {Wishes} wishes */
export function isAsRecorded({ from, again, ...silences }) {
  return from === 0 && again === -1 && Object.values(silences).every((share) => share === 1);
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

/** Positions are kept to the sample, and only borders are rounded to frames, so that nothing drifts: as the program does it. */
class Layout {
  /** @param {number} frame  samples in one frame */
  constructor(frame) {
    this.frame = frame;
    /** @type {import("./lesson.js").Moment[]} */
    this.laid = [];
    this.silences = [];
    /** Where the wishes put the end of what is laid, in samples. */
    this.exact = 0;
    /** Where it is heard. */
    this.heard = 0;
    /** Samples from the end of the last sound to the end of its clip. */
    this.rest = 0;
  }

  /** @param {import("./lesson.js").Moment} moment @param {number} share  how long it is wished, 1 is as recorded */
  silence(moment, share) {
    this.silences.push({ ...moment, wanted: Math.round(moment.wanted * share) });
  }

  /** @param {import("./lesson.js").Moment} moment @param {import("./lesson.js").Moment} recorded */
  sound(moment, recorded) {
    const onset = recorded.start - recorded.frame * this.frame;
    const length = recorded.end - recorded.start;
    // Clips stay whole, so that a silence has a shortest length.
    const position = this.exact + Math.max(this.wished, this.rest + onset);
    const first = Math.max(0, Math.floor((position - onset) / this.frame + 0.5));
    this.fill(first * this.frame + onset);
    this.laid.push({ ...moment, start: this.heard, end: this.heard + length, frame: first });
    this.heard += length;
    this.exact = position + length;
    this.rest = recorded.frames * this.frame - onset - length;
  }

  /** Samples of silence that are wished where the layout stands. */
  get wished() {
    return this.silences.reduce((sum, silence) => sum + silence.wanted, 0);
  }

  /** Lay the silences: inner borders where they are wished, the last one at `end` samples. */
  fill(end) {
    let border = this.exact;
    this.silences.forEach((silence, index) => {
      border += silence.wanted;
      const inner = Math.max(this.heard, Math.min(Math.round(border), end));
      const until = index === this.silences.length - 1 ? end : inner;
      this.laid.push({ ...silence, start: this.heard, end: until });
      this.heard = until;
    });
    this.silences = [];
  }
}

/**
 * Lay the lesson out anew. Its length differs from the recorded one by whole frames.
 * @param {import("./lesson.js").Timeline} timeline  as recorded
 * @param {Wishes} wishes
 * @param {number} frame  samples in one frame
 * @param {number} gap    samples between two cues that had no silence between them
 * @returns {import("./lesson.js").Timeline}
 */
export function paced(timeline, wishes, frame, gap) {
  if (isAsRecorded(wishes)) return timeline;
  const order = inOrder(timeline, wishes);
  const layout = new Layout(frame);
  for (const moment of withGaps(order.moments, gap)) {
    if (isSound(moment.kind)) layout.sound(moment, timeline.moments[moment.source]);
    else layout.silence(moment, wishes[moment.kind] ?? 1);
  }
  const more = layout.exact + layout.wished - timeline.length;
  const length = timeline.length + Math.round(more / frame) * frame;
  layout.fill(length);
  return { length, moments: layout.laid, parts: timed(order.parts, layout.laid, length) };
}

/** Sections in time: each begins with its first moment, the first at 0; one without moments has no length. */
function timed(parts, moments, length) {
  const starts = new Map();
  for (const { section, start } of moments) if (!starts.has(section)) starts.set(section, start);
  let end = length;
  const whole = [];
  for (let index = parts.length - 1; index >= 0; index -= 1) {
    const start = index === 0 ? 0 : (starts.get(index) ?? end);
    whole.unshift({ ...parts[index], start, end });
    end = start;
  }
  return whole;
}
