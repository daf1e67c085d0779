// The ID3 tag of a rebuilt recording: all that the teacher's tag says, with chapters where they are now.

/** @typedef {{id: string, body: Uint8Array}} TagFrame */

const MOVED = new Set(["CHAP", "CTOC", "TIT2", "TLEN", "SYLT"]);

/** @param {string} text @returns {number[]} */
const latin = (text) => [...text].map((letter) => letter.charCodeAt(0));

/** @param {number} number @returns {number[]} four bytes, the highest first */
const four = (number) => [24, 16, 8, 0].map((shift) => (number >>> shift) & 0xff);

/** @param {number} number @returns {number[]} four bytes of seven bits each, as ID3 writes the size of a tag */
const syncSafe = (number) => [21, 14, 7, 0].map((shift) => (number >>> shift) & 0x7f);

/** @param {string} text @returns {number[]} a text frame's body: UTF-16 with a byte order mark */
function unicode(text) {
  const body = [1, 0xff, 0xfe];
  for (let at = 0; at < text.length; at += 1) body.push(text.charCodeAt(at) & 0xff, text.charCodeAt(at) >> 8);
  return body;
}

/** @param {string} id @param {ArrayLike<number>} body @returns {Uint8Array} one ID3v2.3 frame */
function frame(id, body) {
  const bytes = new Uint8Array(10 + body.length);
  bytes.set([...latin(id), ...four(body.length), 0, 0]);
  bytes.set(body, 10);
  return bytes;
}

/**
 * The frames of an ID3v2.3 tag. Any other version gives none: then only title and chapters are written.
 * @param {Uint8Array} tag
 * @returns {TagFrame[]}
 */
export function readTag(tag) {
  const frames = [];
  if (tag.length < 10 || tag[3] !== 3 || tag[5] !== 0) return frames;
  const view = new DataView(tag.buffer, tag.byteOffset, tag.length);
  let at = 10;
  while (at + 10 <= tag.length && tag[at] !== 0) {
    const size = view.getUint32(at + 4);
    if (at + 10 + size > tag.length) break;
    frames.push({ id: String.fromCharCode(...tag.subarray(at, at + 4)), body: tag.subarray(at + 10, at + 10 + size) });
    at += 10 + size;
  }
  return frames;
}

/** @param {Uint8Array[]} parts @returns {Uint8Array} */
export function joined(parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * The recording's tag with another title and other chapters (ID3v2 Chapter Frame Addendum 1.0).
 * @param {Uint8Array} tag
 * @param {string} title
 * @param {{title: string, start: number, end: number}[]} chapters  in milliseconds
 * @param {number} length  of the recording, in milliseconds
 * @returns {Uint8Array}
 */
export function rewriteTag(tag, title, chapters, length) {
  const kept = readTag(tag).filter(({ id }) => !MOVED.has(id)).map(({ id, body }) => frame(id, body));
  const names = chapters.map((_, index) => `ch${String(index).padStart(5, "0")}`);
  // A table of contents counts its entries in one byte.
  const listed = names.slice(0, 255);
  const contents = [...latin("toc\0"), 3, listed.length, ...listed.flatMap((name) => latin(`${name}\0`))];
  const entries = chapters.map((chapter, index) => frame("CHAP", [
    ...latin(`${names[index]}\0`), ...four(chapter.start), ...four(chapter.end),
    ...four(0xffffffff), ...four(0xffffffff), ...frame("TIT2", unicode(chapter.title)),
  ]));
  const body = joined([frame("TIT2", unicode(title)), ...kept, frame("TLEN", latin(`\0${length}`)), frame("CTOC", contents), ...entries]);
  return joined([Uint8Array.from([...latin("ID3"), 3, 0, 0, ...syncSafe(body.length)]), body]);
}
