// Where the recording's bytes come from: the site, or the learner's own disk; and whether they are the right ones.

import { Mp3Problem, openMp3 } from "./frames.js";
import { isIntact } from "./info.js";

/**
 * The recording among `files` that these bytes are.
 * @param {Uint8Array} bytes
 * @param {import("./lesson.js").FileFacts[]} files
 * @param {string} title  of the lesson, for the message
 * @throws {Mp3Problem} in words for the learner
 */
export async function recognised(bytes, files, title) {
  const same = files.filter((file) => file.bytes === bytes.length);
  const hash = await sha256(bytes);
  const mp3 = openMp3(bytes);
  // Outside of a secure context a browser has no SHA-256: then length and the file's own checksum must do.
  if (same.some((file) => (hash === null ? isIntact(mp3.info, mp3.audio, mp3.header.side) : file.sha256 === hash))) {
    return mp3;
  }
  throw new Mp3Problem(
    `This is not the recording of “${title}” that belongs to this page, or an older one. ` +
    `Please choose ${files.map((file) => file.href.split("/").pop()).join(" or ")}, as downloaded from here.`,
  );
}

/** @param {Uint8Array} bytes @returns {Promise<string | null>} in hex */
async function sha256(bytes) {
  if (!globalThis.crypto?.subtle) return null;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * The bytes at an address beside the page.
 * @param {string} href
 * @returns {Promise<Uint8Array | null>} null where the page cannot read it: the learner has to choose the file
 */
export async function neighbour(href) {
  if (location.protocol === "file:") return null;
  try {
    const answer = await fetch(href);
    return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : null;
  } catch {
    return null;
  }
}
