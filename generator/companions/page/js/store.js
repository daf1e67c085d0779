// What this browser remembers for the learner. A browser may forbid it, or be full: then nothing is remembered.

/**
 * @param {() => Storage} open  fails where storage is forbidden
 * @param {string} key
 */
export function openStore(open, key) {
  /** @returns {Record<string, any>} */
  const read = () => {
    try {
      const kept = JSON.parse(open().getItem(key) ?? "{}");
      return kept && typeof kept === "object" && !Array.isArray(kept) ? kept : {};
    } catch {
      return {};
    }
  };
  /** @param {Record<string, any>} values */
  const write = (values) => {
    try {
      open().setItem(key, JSON.stringify({ ...read(), ...values }));
    } catch {
      // Full or forbidden: the lesson plays all the same.
    }
  };
  return { read, write };
}
