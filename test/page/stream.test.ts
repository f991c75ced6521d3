import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Streamed } from '../../src/page/index.ts'
import { fillArriving } from './streaming.ts'

const slots = [
  { id: 'a', select: 'section.a' },
  { id: 'b', select: 'div.b' },
]

describe('a page that arrives in pieces', () => {
  test('is sent as it arrives, up to the first slot, before the rest is there', async () => {
    const origin = new IdentityTransformStream()
    const writer = origin.writable.getWriter()
    const reader = fillArriving(origin.readable, options()).getReader()

    const written = writer.write(encode('<h1>shop</h1><section class=a>'))
    const first = decode((await reader.read()).value)
    await written
    expect(first).toBe('<h1>shop</h1><section class=a>')

    const rest = Promise.all([writer.write(encode('<p>old</p></section>end')), writer.close()])
    let text = ''
    for (let next = await reader.read(); !next.done; next = await reader.read())
      text += decode(next.value)
    await rest
    expect(text).toBe('[a]</section>end')
  })

  test('tells which slots it had and where', async () => {
    let streamed: Streamed | undefined
    const page = '<section class=a>old</section><div class=b>never closed'
    await read(
      fillArriving(
        chunks(encode(page), 5),
        options((end) => {
          streamed = end
        }),
      ),
    )
    expect(streamed?.spans).toEqual([{ slot: 'a', start: 17, end: 20 }])
    expect(streamed?.plain).toEqual(new Map([['b', 'slot-unclosed']]))
  })

  test('keeps a slot that an outer end tag closed, when another slot follows', async () => {
    const page = '<main><section class=a>kept</main><div class=b>old</div>end'
    expect(decode(await read(fillArriving(chunks(encode(page), 7), options())))).toBe(
      page.replace('old', '[b]'),
    )
  })

  test('keeps a slot that is too long to hold back, and what comes after it', async () => {
    const page = `<section class=a>${'x'.repeat(300_000)}</section><div class=b>old</div>`
    expect(decode(await read(fillArriving(chunks(encode(page), 10_000), options())))).toBe(
      page.replace('<div class=b>old', '<div class=b>[b]'),
    )
  })
})

describe('when the parser fails, the rest of the original follows from the very byte', () => {
  const traps: [string, string][] = [
    ['an unclosed select', '<select><title>rest of the page<p>end</p>'],
    ['20,000 nested elements', '<div>'.repeat(20_000)],
    ['an attribute over 3 MB', `<p title="${'x'.repeat(3_200_000)}">end</p>`],
  ]
  test.each(traps)('%s', async (_, trap) => {
    const page = `<section class=a>old</section>${trap}`
    const whole = await read(fillArriving(chunks(encode(page), 50_000), options()))
    const text = decode(whole)
    expect([page, page.replace('old', '[a]')]).toContain(text)
  })
})

test('when the origin breaks off, so does the answer', async () => {
  for (const page of [
    '<h1>shop</h1>',
    '<section class=a>old',
    '<section class=a>old</section>end',
  ]) {
    const broken = read(fillArriving(chunks(encode(page), 4, true), options()))
    await expect(broken).rejects.toThrow('reset')
  }
})

test('an origin that says nothing any more counts as broken off', async () => {
  const silent = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encode('<h1>shop</h1>')),
  })
  const stream = fillArriving(silent, { ...options(), silenceMs: 20 })
  await expect(read(stream)).rejects.toMatchObject({ name: 'TimeoutError' })
})

describe('for every page and every way to cut it', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      ...[
        '<section class=a>',
        '</section>',
        '<div class="b">',
        '</div>',
        '<ul><li>',
        '</ul>',
        '<p>',
      ],
      ...[
        '<select>',
        '<option>',
        '</select>',
        '<title>',
        '<style>',
        '</style>',
        '<script>',
        '<!--',
      ],
      ...['</script>', '-->', '<![CDATA[', ']]>', '<template>', '</template>', '<svg>', '</svg>'],
      ...[
        '<table>',
        '<td>',
        '<textarea>',
        '</textarea>',
        '<br/>',
        '<',
        '>',
        '&amp',
        '"',
        '<a href="',
      ],
      ...['<plaintext>', '<noscript>', '<frameset>', '<iframe>', '\u0000', 'é', '😀', '<!--limen-'],
    ),
    fc.string({ maxLength: 8 }),
  )
  const page = fc.oneof(
    fc.array(piece, { maxLength: 30 }).map((pieces) => encode(pieces.join(''))),
    fc.array(fc.nat(255), { maxLength: 200 }).map((raw) => Uint8Array.from(raw)),
  )

  test('without cards it is the original', async () => {
    await fc.assert(
      fc.asyncProperty(page, fc.integer({ min: 1, max: 40 }), async (bytes, size) => {
        const streamed = fillArriving(chunks(bytes, size), {
          ...options(),
          fill: () => undefined,
        })
        expect(await read(streamed)).toEqual(bytes)
      }),
      { numRuns: 300 },
    )
  })

  test('with cards only what lies inside the slots is changed', async () => {
    await fc.assert(
      fc.asyncProperty(page, fc.integer({ min: 1, max: 40 }), async (bytes, size) => {
        let end: Streamed | undefined
        const filled = await read(
          fillArriving(
            chunks(bytes, size),
            options((streamed) => {
              end = streamed
            }),
          ),
        )
        const expected: number[] = []
        let from = 0
        for (const { slot, start, end: until } of end?.spans ?? []) {
          expected.push(...bytes.subarray(from, start), ...encode(`[${slot}]`))
          from = until
        }
        expected.push(...bytes.subarray(from))
        expect([...filled]).toEqual(expected)
      }),
      { numRuns: 300 },
    )
  })
})

function options(onEnd?: (streamed: Streamed) => void) {
  return {
    slots,
    fill: (slot: string) => encode(`[${slot}]`),
    ...(onEnd && { onEnd }),
  }
}

function chunks(bytes: Uint8Array, size: number, breaks = false): ReadableStream<Uint8Array> {
  let at = 0
  return new ReadableStream({
    pull(controller) {
      if (at < bytes.length) {
        controller.enqueue(bytes.slice(at, at + size))
        at += size
      } else if (breaks) controller.error(new Error('reset'))
      else controller.close()
    },
  })
}

async function read(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(new TextEncoder().encode(text))
}

function decode(bytes: Uint8Array | undefined): string {
  return new TextDecoder().decode(bytes)
}
