// An MP3 of constant bit rate as what it is: a tag, one Info frame, and an array of equal 24 ms records.

import { infoFields } from "./info.js";

/** Something about a file that a learner can be told in one sentence. */
export class Mp3Problem extends Error {}

/**
 * @typedef {object} Header
 * @property {number} bytes    of this frame
 * @property {number} samples  in this frame
 * @property {number} rate     samples a second
 * @property {number} side     bytes of side information after the header
 *
 * @typedef {object} Mp3
 * @property {Uint8Array} tag     ID3v2, or nothing
 * @property {Uint8Array} info    the Info frame
 * @property {Uint8Array} audio   all other frames
 * @property {Header} header      of each of them
 * @property {number} count       how many they are
 */

const BIT_RATES = {
  1: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  2: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
};
const SAMPLE_RATES = { 1: [44100, 48000, 32000], 2: [22050, 24000, 16000] };

/**
 * A Layer III frame header (ISO 11172-3 and 13818-3), or null where there is none.
 * @param {Uint8Array} bytes
 * @param {number} at
 * @returns {Header | null}
 */
export function readHeader(bytes, at) {
  if (at + 4 > bytes.length || bytes[at] !== 0xff || (bytes[at + 1] & 0xe6) !== 0xe2) return null;
  const version = { 3: 1, 2: 2 }[(bytes[at + 1] >> 3) & 3];
  if (!version) return null;
  const bitRate = BIT_RATES[version][bytes[at + 2] >> 4];
  const rate = SAMPLE_RATES[version][(bytes[at + 2] >> 2) & 3];
  if (!bitRate || !rate) return null;
  const padding = (bytes[at + 2] >> 1) & 1;
  const mono = bytes[at + 3] >> 6 === 3;
  const samples = version === 1 ? 1152 : 576;
  return {
    rate,
    samples,
    bytes: Math.floor((samples / 8) * bitRate * 1000 / rate) + padding,
    side: version === 1 ? (mono ? 17 : 32) : (mono ? 9 : 17),
  };
}

/** @param {Uint8Array} bytes @returns {number} how many bytes an ID3v2 tag takes at the beginning */
function tagLength(bytes) {
  if (bytes.length < 10 || String.fromCharCode(...bytes.subarray(0, 3)) !== "ID3") return 0;
  return 10 + ((bytes[6] << 21) | (bytes[7] << 14) | (bytes[8] << 7) | bytes[9]);
}

/**
 * Take a lesson's MP3 apart, without copying.
 * @param {Uint8Array} bytes
 * @returns {Mp3}
 * @throws {Mp3Problem} it is no MP3, not whole, or not made of equal frames
 */
export function openMp3(bytes) {
  const start = tagLength(bytes);
  const first = readHeader(bytes, start);
  if (!first) throw new Mp3Problem("This file is not an MP3 recording.");
  const begin = start + first.bytes;
  const header = readHeader(bytes, begin);
  const name = String.fromCharCode(...bytes.subarray(start + 4 + first.side, start + 8 + first.side));
  if (!header || name !== "Info") throw new Mp3Problem("This MP3 was not made by a lesson like this one.");
  const audio = bytes.subarray(begin);
  const count = Math.floor(audio.length / header.bytes);
  const info = bytes.subarray(start, begin);
  const said = new DataView(info.buffer, info.byteOffset).getUint32(infoFields(info, first.side).frames);
  if (count * header.bytes !== audio.length || count !== said) {
    throw new Mp3Problem("This MP3 is not whole: a part of it is missing. Please download it again.");
  }
  for (let at = 0; at < audio.length; at += header.bytes) {
    if (audio[at] !== audio[0] || audio[at + 1] !== audio[1] || audio[at + 2] !== audio[2]) {
      throw new Mp3Problem("This MP3 is damaged. Please download it again.");
    }
  }
  return { tag: bytes.subarray(0, start), info, audio, header, count };
}

/**
 * One frame of digital silence: a header, and nothing in it.
 * @param {Mp3} mp3
 * @returns {Uint8Array}
 */
export function silentFrame(mp3) {
  const frame = new Uint8Array(mp3.header.bytes);
  frame.set(mp3.audio.subarray(0, 4));
  return frame;
}
