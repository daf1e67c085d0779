// The learner's own MP3: the clips' frames copied as they are, and as many silent frames between them as are wished.

import { isSound } from "./lesson.js";
import { silentFrame } from "./frames.js";
import { rewriteInfo } from "./info.js";
import { rewriteTag } from "./id3.js";

/**
 * @param {import("./frames.js").Mp3} mp3  the recording
 * @param {import("./lesson.js").Timeline} from  its timeline
 * @param {import("./lesson.js").Timeline} to    the wished one
 * @param {{frame: number, rate: number}} clock  samples in a frame, and in a second
 * @param {string} title  for the tag
 * @returns {Uint8Array[]} tag, Info frame, frames
 */
export function rebuild(mp3, from, to, clock, title) {
  const size = mp3.header.bytes;
  const count = mp3.count + (to.length - from.length) / clock.frame;
  const audio = filled(silentFrame(mp3), count);
  for (const moment of to.moments) {
    if (!isSound(moment.kind)) continue;
    const { frame, frames } = from.moments[moment.source];
    audio.set(mp3.audio.subarray(frame * size, (frame + frames) * size), moment.frame * size);
  }
  const { side } = mp3.header;
  const milliseconds = (samples) => Math.floor(samples * 1000 / clock.rate);
  const chapters = to.parts.filter((part) => part.end > part.start).map((part) => ({
    title: part.title, start: milliseconds(part.start), end: milliseconds(part.end),
  }));
  const tag = rewriteTag(mp3.tag, title, chapters, milliseconds(to.length));
  return [tag, rewriteInfo(mp3.info, count, audio, side), audio];
}

/** @param {Uint8Array} frame @param {number} count @returns {Uint8Array} the frame, `count` times */
function filled(frame, count) {
  const bytes = new Uint8Array(frame.length * count);
  bytes.set(frame);
  for (let done = frame.length; done < bytes.length; done *= 2) bytes.copyWithin(done, 0, done);
  return bytes;
}
