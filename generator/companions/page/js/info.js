// The Info frame: how many frames and bytes follow, a seek table, and two checksums, in the places where LAME puts them.

/** Four bytes at a time: TABLES[n][byte] is what a byte weighs with n more behind it. */
const TABLES = [0, 1, 2, 3].map((behind) => new Uint16Array(256).map((_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8 * (behind + 1); bit += 1) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  return crc;
}));

/**
 * CRC-16 as LAME's tag has it (polynomial 0x8005 reflected, starting from 0).
 * @param {Uint8Array} bytes
 */
export function crc16(bytes) {
  const [one, two, three, four] = TABLES;
  let crc = 0;
  let at = 0;
  for (; at + 4 <= bytes.length; at += 4) {
    crc = four[(crc ^ bytes[at]) & 0xff] ^ three[(crc >> 8) ^ bytes[at + 1]] ^ two[bytes[at + 2]] ^ one[bytes[at + 3]];
  }
  for (; at < bytes.length; at += 1) crc = (crc >> 8) ^ one[(crc ^ bytes[at]) & 0xff];
  return crc;
}

/**
 * Where the fields of an Info frame stand; a field that its flags leave out takes no room.
 * @param {Uint8Array} info
 * @param {number} side  bytes of side information
 * @returns {{frames: number, bytes: number, contents: number, lame: number}} -1 for a field that is not there
 */
export function infoFields(info, side) {
  const flags = info[4 + side + 7];
  let at = 4 + side + 8;
  const [frames, bytes, contents] = [[1, 4], [2, 4], [4, 100], [8, 4]].map(([flag, size]) => {
    if (!(flags & flag)) return -1;
    at += size;
    return at - size;
  });
  return { frames, bytes, contents, lame: at };
}

/**
 * The Info frame for other audio of the same kind. Encoder delay and end padding stay, because the audio is
 * only ever longer or shorter by whole frames.
 * @param {Uint8Array} info   of the recording
 * @param {number} count      frames in the new audio
 * @param {Uint8Array} audio  the new audio
 * @param {number} side       bytes of side information in the Info frame
 * @returns {Uint8Array}
 */
export function rewriteInfo(info, count, audio, side) {
  const copy = info.slice();
  const view = new DataView(copy.buffer);
  const { frames, bytes, contents, lame } = infoFields(info, side);
  const total = info.length + audio.length;
  const size = audio.length / count;
  view.setUint32(frames, count);
  if (bytes >= 0) view.setUint32(bytes, total);
  for (let percent = 0; contents >= 0 && percent < 100; percent += 1) {
    const place = info.length + Math.floor(percent * count / 100) * size;
    copy[contents + percent] = Math.min(255, Math.floor(256 * place / total));
  }
  view.setUint32(lame + 28, total);
  view.setUint16(lame + 32, crc16(audio));
  view.setUint16(lame + 34, crc16(copy.subarray(0, lame + 34)));
  return copy;
}

/**
 * Whether the audio is what its Info frame was written for.
 * @param {Uint8Array} info
 * @param {Uint8Array} audio
 * @param {number} side
 */
export function isIntact(info, audio, side) {
  const { lame } = infoFields(info, side);
  return new DataView(info.buffer, info.byteOffset).getUint16(lame + 32) === crc16(audio);
}
