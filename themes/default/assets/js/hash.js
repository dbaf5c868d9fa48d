/**
 * A number for a text (FNV-1a), the same as `hash_of_criterion` in src/handbook/parts.rs has.
 *
 * @param {string} text
 */
export const hashOf = (text) => {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
};
