/** Behind what is read, as many bytes may be looked at. */
export const slack: usize = 16

/** The first such byte at or after `at`; `end`, if there is none. */
export function find(byte: u8, at: usize, end: usize): usize {
  const wanted = i8x16.splat(byte as i8)
  for (; at < end; at += 16) {
    const hits = i8x16.bitmask(i8x16.eq(v128.load(at), wanted))
    if (hits !== 0) {
      const found = at + ctz(hits)
      return found < end ? found : end
    }
  }
  return end
}
