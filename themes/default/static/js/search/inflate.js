/**
 * zlib streams by hand (RFC 1950, 1951), for browsers without DecompressionStream: iOS before 16.4 and its WeChat.
 * Fetched by those alone.
 */

/** Order in which the lengths of length codes are sent (RFC 1951, 3.2.7). */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** @typedef {{counts: number[], symbols: number[]}} Code how many codes each length has, and the symbols in their order */

const damaged = () => new RangeError("a compressed file is damaged");

/** Reads bits, the lowest of each byte first. */
class Bits {
  /** @param {Uint8Array} file */
  constructor(file) {
    this.file = file;
    this.at = 2;
    this.held = 0;
    this.have = 0;
  }

  byte() {
    if (this.at >= this.file.length) throw damaged();
    return this.file[this.at++];
  }

  /** @param {number} count */
  take(count) {
    for (; this.have < count; this.have += 8) this.held |= this.byte() << this.have;
    const value = this.held & ((1 << count) - 1);
    this.held >>>= count;
    this.have -= count;
    return value;
  }

  /** Drops what is left of the current byte. */
  align() {
    this.held = this.have = 0;
  }

  /** @param {Code} code */
  symbol({ counts, symbols }) {
    for (let length = 1, code = 0, first = 0, index = 0; length < 16; length++) {
      code |= this.take(1);
      if (code - first < counts[length]) return symbols[index + code - first];
      index += counts[length];
      first = (first + counts[length]) << 1;
      code <<= 1;
    }
    throw damaged();
  }
}

/** A canonical code from the length of each symbol's code (RFC 1951, 3.2.2). @param {number[]} lengths @returns {Code} */
function canonical(lengths) {
  const counts = new Array(16).fill(0);
  for (const length of lengths) if (length) counts[length]++;
  const symbols = lengths.map((_, symbol) => symbol).filter((symbol) => lengths[symbol]);
  return { counts, symbols: symbols.sort((a, b) => lengths[a] - lengths[b] || a - b) };
}

/** The codes that a block brings along (RFC 1951, 3.2.7). @param {Bits} bits */
function ownCodes(bits) {
  const [literals, distances, sent] = [bits.take(5) + 257, bits.take(5) + 1, bits.take(4) + 4];
  const sizes = new Array(19).fill(0);
  for (let at = 0; at < sent; at++) sizes[ORDER[at]] = bits.take(3);
  const code = canonical(sizes);
  /** @type {number[]} */
  const lengths = [];
  while (lengths.length < literals + distances) {
    const next = bits.symbol(code);
    const [value, times] =
      next < 16 ? [next, 1]
      : next === 16 ? [lengths[lengths.length - 1], 3 + bits.take(2)]
      : [0, next === 17 ? 3 + bits.take(3) : 11 + bits.take(7)];
    for (let at = 0; at < times; at++) lengths.push(value);
  }
  return [canonical(lengths.slice(0, literals)), canonical(lengths.slice(literals))];
}

/** The codes of the format (RFC 1951, 3.2.6). */
function fixedCodes() {
  const literals = Array.from({ length: 288 }, (_, at) => (at < 144 ? 8 : at < 256 ? 9 : at < 280 ? 7 : 8));
  return [canonical(literals), canonical(new Array(30).fill(5))];
}

/** @param {Bits} bits @param {number[]} out @param {Code[]} codes */
function block(bits, out, [literals, distances]) {
  for (let next; (next = bits.symbol(literals)) !== 256; ) {
    if (next < 256) {
      out.push(next);
      continue;
    }
    // Every four lengths, and every two distances, have one bit more to follow (RFC 1951, 3.2.5).
    const extra = next < 265 || next === 285 ? 0 : (next - 261) >> 2;
    const length = next === 285 ? 258 : next < 265 ? next - 254 : ((((next - 261) & 3) + 4) << extra) + 3 + bits.take(extra);
    const far = bits.symbol(distances);
    const more = far < 4 ? 0 : (far >> 1) - 1;
    const back = far < 4 ? far + 1 : ((2 + (far & 1)) << more) + 1 + bits.take(more);
    if (back > out.length) throw damaged();
    for (let at = 0; at < length; at++) out.push(out[out.length - back]);
  }
}

/** @param {Uint8Array} file @returns {Uint8Array} */
export function inflate(file) {
  const bits = new Bits(file);
  /** @type {number[]} */
  const out = [];
  for (let final = 0; !final; ) {
    final = bits.take(1);
    const type = bits.take(2);
    if (type === 1) block(bits, out, fixedCodes());
    else if (type === 2) block(bits, out, ownCodes(bits));
    else if (type === 3) throw damaged();
    else {
      bits.align();
      const length = bits.byte() | (bits.byte() << 8);
      bits.take(16);
      for (let at = 0; at < length; at++) out.push(bits.byte());
    }
  }
  bits.align();
  let [low, high] = [1, 0];
  for (const byte of out) {
    low = (low + byte) % 65521;
    high = (high + low) % 65521;
  }
  for (const byte of [high >> 8, high & 255, low >> 8, low & 255]) if (bits.byte() !== byte) throw damaged();
  return Uint8Array.from(out);
}
