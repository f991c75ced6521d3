import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  choose,
  compilePage,
  fillTemplate,
  type Part,
  type Placed,
  rerank,
  type Slot,
  searchFor,
  type Template,
} from '../../src/page/index.ts'
import { fillArriving } from './streaming.ts'

const grid: Slot = { id: 'grid', select: 'ul.grid', parts: { select: 'li.card', links: true } }
const hero: Slot = {
  id: 'hero',
  select: 'section.hero',
  parts: {
    select: 'div.variant',
    product: 'data-limen-product',
    category: 'data-limen-category',
    alone: true,
  },
}

describe('reranking', () => {
  const page = `<h1>Mugs</h1><ul class=grid>
<li class=card><a href="/p/1">one</a></li> · <li class="card sale"><a href="/p/2">two</a></li>
<li class=advert>see our pots</li>
<li class=card><a href="/p/3">three</a></li><!-- end -->
</ul><footer>`

  test('puts the cards in order and leaves what stands between them in place', async () => {
    expect(
      await arrange(page, { '/p/3': 0, '/p/1': 1, '/p/2': 2 }),
    ).toBe(`<h1>Mugs</h1><ul class=grid>
<li class=card><a href="/p/3">three</a></li> · <li class=card><a href="/p/1">one</a></li>
<li class=advert>see our pots</li>
<li class="card sale"><a href="/p/2">two</a></li><!-- end -->
</ul><footer>`)
  })

  test('lets cards without a place follow in the order of the page', async () => {
    const links = [...(await arrange(page, { '/p/3': 7 })).matchAll(/href="\/p\/(\d)/g)]
    expect(links.map(([, id]) => id)).toEqual(['3', '1', '2'])
  })

  test('changes nothing when no card has a place, or there is no card', async () => {
    expect(await arrange(page, {})).toBe(page)
    const empty = '<ul class=grid>sold out</ul>'
    expect(await arrange(empty, { '/p/1': 0 })).toBe(empty)
  })

  test('finds cards in rows, and cards that are one link', async () => {
    const rows =
      '<div class=rows><div><a class=c href="/p/1">1</a></div><div><a class=c href="/p/2">2</a></div></div>'
    const slot = { id: 'r', select: 'div.rows', parts: { select: 'a.c', links: true } }
    expect(await arrange(rows, { '/p/2': 0 }, slot)).toBe(
      '<div class=rows><div><a class=c href="/p/2">2</a></div><div><a class=c href="/p/1">1</a></div></div>',
    )
  })

  test('knows a card by its links, each once, or by an attribute', async () => {
    const page =
      '<ul class=grid><li class=card data-id="A&amp;B"><a href="/p/1?a=1&amp;b=2"></a><a href="/p/1?a=1&amp;b=2"></a><a href="#r"></a><a></a></li></ul>'
    expect(await partsOf(page, grid)).toMatchObject([{ links: ['/p/1?a=1&b=2', '#r'] }])
    const byAttribute = { ...grid, parts: { select: 'li.card', product: 'data-id' } }
    const [part] = await partsOf(page, byAttribute)
    expect(part).toMatchObject({ product: 'A&B' })
    expect(part).not.toHaveProperty('links')
  })

  test('does not take cards outside the slot for its own', async () => {
    const outside =
      '<li class=card><a href="/p/9"></a></li><ul class=grid><li class=card><a href="/p/1"></a></li></ul><ul class=grid><li class=card><a href="/p/8"></a></li></ul>'
    expect((await partsOf(outside, grid)).map(({ links }) => links)).toEqual([['/p/1']])
  })

  test.each([
    ['a card in a card', 'slot-nested', '<ul class=grid><li class=card><ul><li class=card></ul>'],
    ['cards without end tags', 'slot-unclosed', '<ul class=grid><li class=card>1<li class=card>2'],
    ['a last card without its end tag', 'slot-unclosed', '<ul class=grid><li class=card>1'],
    [
      'a card that an outer end tag closes',
      'slot-unclosed',
      '<ul class=grid><b><li class=card></b>',
    ],
  ])('leaves a slot with %s', async (_, reason, start) => {
    const template = await compile(`${start}</ul>end`, [grid])
    expect(template.plain.get('grid')).toBe(reason)
    expect(template.spans).toEqual([])
  })

  test('leaves a slot whose cards are of different or of no ordinary elements', async () => {
    const slot = { ...grid, parts: { select: '.card', links: true } }
    for (const cards of ['<li class=card></li><div class=card></div>', '<img class=card>']) {
      const template = await compile(`<ul class=grid>${cards}</ul>`, [slot])
      expect(template.plain.get('grid')).toBe('slot-unsuitable')
    }
  })
})

describe('choosing', () => {
  const page = `<section class=hero>
<div class=variant data-limen-category=mugs>Mugs</div>
<div class=variant data-limen-category=pots>Pots</div>
<div class=variant data-limen-product=p1>A thing</div>
</section><footer>`

  test('keeps the variant that is placed best, and all around the variants', async () => {
    expect(await arrange(page, { p1: 3, pots: 2 }, hero)).toBe(`<section class=hero>

<div class=variant data-limen-category=pots>Pots</div>

</section><footer>`)
  })

  test('keeps all of them when none has a place', async () => {
    expect(await arrange(page, {}, hero)).toBe(page)
  })

  test('keeps the first of two that are placed alike', async () => {
    expect(await arrange(page, { mugs: 1, p1: 1 }, hero)).toContain('Mugs')
  })

  test('leaves a slot with a hidden variant, which would show nothing when it is alone', async () => {
    const hidden = page.replace('data-limen-category=pots', '$& hidden')
    const template = await compile(hidden, [hero])
    expect(template.plain.get('hero')).toBe('slot-unsuitable')
    expect(template.spans).toEqual([])
  })
})

describe('for every page, order and way to cut it', () => {
  const text = fc.constantFrom(
    '',
    ' ',
    '\n',
    'é💐',
    '<!-- li -->',
    '<b>x</b>',
    '<li>ad</li>',
    '&amp;',
  )
  const card = fc
    .tuple(fc.nat(5), fc.constantFrom('', '<b>', '<ul><li>x</li></ul>', '漢', '<p>', '<br>'))
    .map(([id, inside]) => `<li class=card><a href=/p/${id}>${id}</a>${inside}</li>`)
  const shelf = fc.record({
    before: text,
    cards: fc.array(fc.tuple(text, card), { maxLength: 12 }),
    after: text,
  })
  const order = fc.dictionary(fc.constantFrom('/p/0', '/p/1', '/p/2', '/p/3', '/p/4'), fc.nat(9))
  const size = fc.integer({ min: 1, max: 40 })

  test('a rerank is a permutation of the cards, and everything else is at its place', async () => {
    await fc.assert(
      fc.asyncProperty(shelf, order, size, async ({ before, cards, after }, places, size) => {
        const placed = cards.map(
          ([, card]) => places[/p\/\d/.exec(card)?.[0].padStart(4, '/') ?? ''],
        )
        const sorted = [...cards.keys()].sort(
          (a, b) => (placed[a] ?? 99) - (placed[b] ?? 99) || a - b,
        )
        const show = (order: readonly number[]) =>
          `${before}<ul class=grid>${cards.map(([gap], i) => gap + cards[order[i] as number]?.[1]).join('')}${after}</ul>${before}`

        const page = show([...cards.keys()])
        expect(await arrange(page, places)).toBe(show(sorted))
        expect(await arrangeStreamed(page, places, size)).toBe(show(sorted))
      }),
      { numRuns: 150 },
    )
  })

  const broken = fc.constantFrom(
    ...[
      '<ul class=grid>',
      '</ul>',
      '<li class=card>',
      '</li>',
      '<section class=hero>',
      '</section>',
    ],
    ...[
      '</div>',
      '<a href=/p/3>',
      '</a>',
      '<p>',
      '<select>',
      '<title>',
      '<!--',
      '-->',
      '<template>',
    ],
    ...['</template>', '<svg>', '<table>', '<plaintext>', '<textarea>', '<'],
  )
  const whole = fc.constantFrom(
    ...['<li class=card><a href=/p/1>1</a></li>', '<li class=card><a href=/p/2>é</a></li>', ' - '],
    ...['<li class=card><a href=/p/3>3</a></li>', '<li class=card>4</li>', '<b>', 'x', '<br>'],
    ...['<div class=variant data-limen-product=/p/1>1</div>', '<div class=variant>2</div>'],
    ...['<div class=variant data-limen-category=/p/2>3</div>', '<!-- x -->', '<p></p>'],
  )
  const piece = fc.oneof(
    { weight: 15, arbitrary: whole },
    { weight: 1, arbitrary: broken },
    { weight: 1, arbitrary: fc.string({ maxLength: 6 }) },
  )
  const soup = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''))

  test('in a broken page no card is lost, variants are one or all, and the rest is the page', async () => {
    let changed = 0
    await fc.assert(
      fc.asyncProperty(soup, soup, order, size, async (cards, variants, places, size) => {
        const bytes = encode(
          `<ul class=grid>${cards}</ul><section class=hero>${variants}</section>${cards}`,
        )
        const compiled = compilePage(bytes, searchFor([grid, hero]))
        if ('reason' in compiled) return
        const { template } = compiled
        const answer = decode(fillTemplate(template, fillsOf(template, placeIn(places))))

        let from = 0
        let rest = answer
        for (const { slot, start, end, parts = [] } of template.spans) {
          const content = bytes.subarray(start, end)
          const all = parts.map(({ start, end }) => decode(content.subarray(start, end)))
          const allowed =
            slot === 'grid'
              ? [sortedBy(all, parts.map(placeIn(places)))]
              : [all, ...all.map((_, only) => all.map((part, i) => (i === only ? part : '')))]
          const before = decode(bytes.subarray(from, start))
          const expected = allowed
            .map((order) => before + weave(gapsOf(content, parts), order))
            .find((text) => rest.startsWith(text))
          if (expected === undefined) throw new Error(`${slot} became something else`)
          if (expected !== before + decode(content)) changed++
          rest = rest.slice(expected.length)
          from = end
        }
        expect(rest).toBe(decode(bytes.subarray(from)))
        expect(await arrangeStreamed(decode(bytes), places, size, [grid, hero])).toBe(answer)
      }),
      { numRuns: 200 },
    )
    expect(changed).toBeGreaterThan(20)
  })
})

function sortedBy(all: readonly string[], places: readonly (number | undefined)[]): string[] {
  const known = all.flatMap((part, i) => (places[i] === undefined ? [] : [{ part, at: places[i] }]))
  const unknown = all.filter((_, i) => places[i] === undefined)
  return [...known.sort((a, b) => a.at - b.at).map(({ part }) => part), ...unknown]
}

function gapsOf(content: Uint8Array, parts: readonly Part[]): string[] {
  const starts = [0, ...parts.map(({ end }) => end)]
  const ends = [...parts.map(({ start }) => start), content.length]
  return starts.map((start, i) => decode(content.subarray(start, ends[i])))
}

function weave([first = '', ...gaps]: readonly string[], parts: readonly string[]): string {
  return first + gaps.map((gap, i) => (parts[i] ?? '') + gap).join('')
}

type PlaceOf = (part: Part) => number | undefined

const assembled = new Map<string, (placed: Placed) => Uint8Array | undefined>([['hero', choose]])

function fillsOf({ original, spans }: Template, placeOf: PlaceOf): Map<string, Uint8Array> {
  const fills = new Map<string, Uint8Array>()
  for (const { slot, start, end, parts = [] } of spans) {
    const fill = assemble(slot, original.subarray(start, end), parts, placeOf)
    if (fill) fills.set(slot, fill)
  }
  return fills
}

function assemble(
  slot: string,
  content: Uint8Array,
  parts: readonly Part[],
  placeOf: PlaceOf,
): Uint8Array | undefined {
  return (assembled.get(slot) ?? rerank)({ content, parts, places: parts.map(placeOf) })
}

function placeIn(places: Readonly<Record<string, number>>): PlaceOf {
  return ({ links = [], product = '', category = '' }) =>
    places[links[0] ?? ''] ?? places[product] ?? places[category]
}

async function arrange(page: string, places: Record<string, number>, slot = grid) {
  const template = await compile(page, [slot])
  return decode(fillTemplate(template, fillsOf(template, placeIn(places))))
}

async function arrangeStreamed(
  page: string,
  places: Record<string, number>,
  size: number,
  slots: readonly Slot[] = [grid],
) {
  const bytes = encode(page)
  let at = 0
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at >= bytes.length) return controller.close()
      controller.enqueue(bytes.slice(at, at + size))
      at += size
    },
  })
  const fill = (slot: string, content: Uint8Array, parts: readonly Part[]) =>
    assemble(slot, content, parts, placeIn(places))
  return new Response(fillArriving(body, { slots, fill })).text()
}

async function partsOf(page: string, slot: Slot): Promise<readonly Part[]> {
  const { spans } = await compile(page, [slot])
  return spans[0]?.parts ?? []
}

async function compile(page: string, slots: readonly Slot[]): Promise<Template> {
  const compiled = compilePage(encode(page), searchFor(slots))
  if ('reason' in compiled) throw new Error(compiled.reason)
  return compiled.template
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(new TextEncoder().encode(text))
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}
