import fc from 'fast-check'
import { concatBytes } from '../../src/lib/bytes.ts'

/** A page on its way from a shop: its bytes in pieces, and whether the shop breaks off. */
export interface Arriving {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly pieces: readonly Uint8Array[]
  /** The stream fails in the place of this piece. */
  readonly failsAt: number | undefined
}

const names = [
  'div',
  'div',
  'section',
  'section',
  'p',
  'ul',
  'li',
  'table',
  'td',
  'a',
  'svg',
  'select',
  'x-shelf',
]

const attributes = [
  '',
  ' class="shelf"',
  ' class=shelf',
  ' class="shelf wide"',
  ' id=also',
  ' hidden',
]

const selectors = [
  ...['div.shelf', '.shelf', '#also', 'section', 'x-shelf', 'div', 'td', 'ul', 'select', 'svg'],
  ...['div > div', 'section .shelf', '[data-limen="s0"]', 'li:nth-child(2)', 'p'],
]

// What a parser has a state of its own for, or may take for something else.
const breakers = [
  ...['<select><title>', '<plaintext>', '<textarea>', '<!--', '-->', '<![CDATA[', '<template>'],
  ...['</template>', '<script>"</div>"', '</script>', '<style>', '</style>', '<title>', '</title>'],
  ...['<frameset>', '<noscript>', '<iframe>', '<xmp>', '<math><mi>', '<svg><desc>', '<div', '</'],
  ...['<a b="', '<', '<?php ?>', '<!doctype html>', '\0', '&amp', '<br/>', '<!--limen-', '--!>'],
  ...['é', '漢字', '💐', '\r\n', '<div/>', '<DIV class=shelf>', '<form><form>', '\uFEFF'],
]

/** Content types of HTML; the charset need not be that of the page. */
export const htmlTypes = [
  ...['text/html', 'text/html; charset=utf-8', 'text/html;charset=windows-1252'],
  ...['text/html; charset=shift_jis', 'text/html; charset=gbk', 'application/xhtml+xml'],
]

const utf8 = new TextEncoder()
const noise = fc.uint8Array({ maxLength: 12 })

const tag = fc
  .tuple(fc.constantFrom('<', '</'), fc.constantFrom(...names), fc.constantFrom(...attributes))
  .map(([open, name, attribute]) => utf8.encode(`${open}${name}${attribute}>`))

const element = fc
  .tuple(
    fc.constantFrom(...names),
    fc.constantFrom(...attributes),
    fc.array(fc.oneof(tag, noise), { maxLength: 3 }),
  )
  .map(([name, attribute, inside]) =>
    concatBytes([utf8.encode(`<${name}${attribute}>`), ...inside, utf8.encode(`</${name}>`)]),
  )

const breaker = fc.constantFrom(...breakers).map((text) => utf8.encode(text))
const padding = fc.integer({ min: 1, max: 1500 }).map((length) => new Uint8Array(length).fill(120))

const page = fc
  .array(
    fc.oneof(
      { weight: 12, arbitrary: element },
      { weight: 2, arbitrary: tag },
      { weight: 2, arbitrary: breaker },
      { weight: 1, arbitrary: noise },
      { weight: 1, arbitrary: padding },
    ),
    { maxLength: 12 },
  )
  .map(concatBytes)

/** Pages that open, close and break things, in chunks that are cut inside characters and tags. */
export const arriving: fc.Arbitrary<Arriving> = fc
  .tuple(
    page,
    fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 }),
    fc.oneof(
      { weight: 3, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 12 }) },
    ),
  )
  .map(([bytes, cuts, failsAt]) => {
    const pieces = cut(bytes, cuts)
    return { bytes, pieces, failsAt: failsAt === undefined ? undefined : failsAt % pieces.length }
  })

/** Up to four slots: their selectors, and how many products each takes. */
export const slots = fc
  .array(
    fc.record({ select: fc.constantFrom(...selectors), limit: fc.integer({ min: 1, max: 4 }) }),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .map((slots) => slots.map((slot, i) => ({ id: `s${i}`, ...slot })))

function cut(bytes: Uint8Array, shares: readonly number[]): Uint8Array[] {
  const places = shares.map((share) => Math.round(share * bytes.length)).sort((a, b) => a - b)
  return [...places, bytes.length].map((end, i) => bytes.slice(places[i - 1] ?? 0, end))
}

/** The stream in which a page arrives. */
export function streamOf({ pieces, failsAt }: Arriving): ReadableStream<Uint8Array> {
  let next = 0
  return new ReadableStream({
    pull(controller) {
      const piece = pieces[next]
      if (next++ === failsAt) controller.error(new Error('broken off'))
      else if (piece) controller.enqueue(piece)
      else controller.close()
    },
  })
}
