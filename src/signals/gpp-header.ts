import { type Bits, openBits } from './bits.ts'

/** A Fibonacci code this long stands for a number far above any section's. */
const maxCodeBits = 24

/**
 * The ids of the sections that a GPP header announces, each with its text, in order.
 * @throws RangeError if the header is not as it should be or announces another number of sections.
 */
export function readGppSections(text: string): [number, string][] {
  const [header = '', ...texts] = text.split('~')
  const ids = readIds(openBits(header), texts.length)
  return ids.map((id, index) => [id, texts[index] as string])
}

function readIds(bits: Bits, count: number): number[] {
  const type = bits.int(6)
  const version = bits.int(6)
  if (type !== 3 || version !== 1) throw new RangeError('not the header of a GPP string')
  const ids: number[] = []
  let last = 0
  for (let entries = bits.int(12); entries > 0; entries--) {
    const isRange = bits.int(1) === 1
    const first = last + readFibonacci(bits)
    last = isRange ? first + readFibonacci(bits) : first
    // Counted before it is laid out: eleven characters can announce a billion sections.
    if (ids.length + last - first + 1 > count) throw otherSections()
    for (let id = first; id <= last; id++) ids.push(id)
  }
  if (ids.length !== count || !bits.isPadding()) throw otherSections()
  return ids
}

function otherSections(): RangeError {
  return new RangeError('a GPP string has other sections than its header says')
}

/** A number as the sum of Fibonacci numbers, the smallest first; two ones end it. */
function readFibonacci(bits: Bits): number {
  let value = 0
  let before = 0
  for (let [smaller, larger, width] = [1, 1, 0]; width < maxCodeBits; width++) {
    const bit = bits.int(1)
    if (bit === 1 && before === 1) return value
    value += bit * larger
    before = bit
    ;[smaller, larger] = [larger, smaller + larger]
  }
  throw new RangeError('a number in a GPP header is too large')
}
