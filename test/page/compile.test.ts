import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  compilePage,
  fillTemplate,
  type Slot,
  searchFor,
  type Template,
} from '../../src/page/index.ts'

const slots = [
  { id: 'a', select: 'section[data-limen="a"]' },
  { id: 'b', select: 'div.b' },
]

describe('finding slots', () => {
  test('replaces the inner content of a slot and nothing else', async () => {
    const page = '<p>é</p><section data-limen="a"><b>old</b></section><footer>'
    expect(await fill(page, { a: 'new' })).toBe(
      '<p>é</p><section data-limen="a">new</section><footer>',
    )
  })

  test('finds several slots in page order, whatever order they are declared in', async () => {
    const page = '<div class="b">1</div>-<section data-limen="a">2</section>'
    expect(await fill(page, { a: 'A', b: 'B' })).toBe(
      '<div class="b">B</div>-<section data-limen="a">A</section>',
    )
  })

  test('leaves a slot without a fill as the origin made it', async () => {
    const page = '<div class="b">1</div>-<section data-limen="a">2</section>'
    expect(await fill(page, { a: 'A' })).toBe(
      '<div class="b">1</div>-<section data-limen="a">A</section>',
    )
  })

  test('finds an empty slot, an upper-case one and one in a latin-1 page', async () => {
    expect(await fill('<SECTION data-limen="a"></SECTION>', { a: 'x' })).toBe(
      '<SECTION data-limen="a">x</SECTION>',
    )
    const latin1 = Uint8Array.from([0xe9, 0xff, ...encode('<div class="b">old</div>'), 0x80])
    const template = compile(latin1)
    expect(template.spans).toEqual([{ slot: 'b', start: 17, end: 20 }])
  })

  test('says why a slot that was found stays plain', async () => {
    const reasonOf = async (page: string, id: string) => compile(encode(page)).plain.get(id)
    expect(await reasonOf('<section data-limen="a">never closed', 'a')).toBe('slot-unclosed')
    expect(await reasonOf('<ul><li><div class="b">x</ul>', 'b')).toBe('slot-unclosed')
    expect(await reasonOf('<section data-limen=a><div class=b>1</div></section>', 'b')).toBe(
      'slot-nested',
    )
  })

  test('fills the first of two and leaves the second', async () => {
    const page = '<div class="b">1</div><div class="b">2</div>'
    expect(await fill(page, { b: 'x' })).toBe('<div class="b">x</div><div class="b">2</div>')
  })

  test('never fills an element whose content is not markup', async () => {
    const template = compile(encode('<script class=s>1</script><textarea class=s></textarea>'), [
      { id: 's', select: '.s' },
    ])
    expect(template.spans).toEqual([])
    expect(template.plain.get('s')).toBe('slot-unsuitable')
  })
})

describe('a page that browsers read in different ways', () => {
  const traps = ['title', 'textarea', 'style', 'iframe', 'xmp', 'noembed', 'noframes', 'plaintext']
  test.each(traps)('is read up to a <select> with a <%s>', async (tag) => {
    const page = `<div class="b">1</div><select><${tag}></select><section data-limen="a">2</section>`
    expect(await fill(page, { a: 'A', b: 'B' })).toBe(page.replace('1', 'B'))
    const compiled = compilePage(encode(page), searchFor(slots.slice(0, 1)))
    expect(compiled).toEqual({ reason: 'page-ambiguous' })
  })

  test('is read up to where elements are nested deeper than browsers nest', async () => {
    const page = `<div class="b">1</div>${'<div>'.repeat(20_000)}<section data-limen="a">2</section>`
    expect(await fill(page, { a: 'A', b: 'B' })).toBe(page.replace('1', 'B'))
  })

  test('stays plain when a frameset may take the place of its body', () => {
    const compiled = compilePage(encode('<div class="b">1</div><frameset>'), searchFor(slots))
    expect(compiled).toEqual({ reason: 'page-ambiguous' })
  })

  test('is read to its end with an attribute over 3 MB', async () => {
    const page = `<p title="${'x'.repeat(3_200_000)}"><div class="b">1</div>`
    expect(await fill(page, { b: 'B' })).toBe(page.replace('>1<', '>B<'))
  })
})

describe('for every page', () => {
  // Fragments that open, close and break the things an HTML parser keeps state about.
  const piece = fc.oneof(
    fc.constantFrom(
      ...[
        '<section data-limen="a">',
        '</section>',
        '<div class="b">',
        '</div>',
        '<ul><li>',
        '</ul>',
      ],
      ...['<p>', '<select>', '<option>', '</select>', '<title>', '<style>', '</style>', '<script>'],
      ...['</script>', '<!--', '-->', '<![CDATA[', ']]>', '<template>', '</template>', '<svg>'],
      ...['</svg>', '<math>', '<table>', '<tr>', '<td>', '</table>', '<textarea>', '</textarea>'],
      ...[
        '<br/>',
        '<',
        '>',
        '&',
        '&amp',
        '"',
        "'",
        '=',
        '<a href="',
        '<!doctype html>',
        '<plaintext>',
      ],
      ...[
        '<noscript>',
        '</noscript>',
        '<frameset>',
        '<iframe>',
        '\u0000',
        'é',
        '😀',
        '<DIV CLASS=b>',
      ],
    ),
    fc.string({ maxLength: 8 }),
  )
  const bytes: fc.Arbitrary<Uint8Array<ArrayBuffer>> = fc.oneof(
    fc.array(piece, { maxLength: 30 }).map((pieces) => encode(pieces.join(''))),
    fc.array(fc.nat(255), { maxLength: 200 }).map((raw) => Uint8Array.from(raw)),
  )

  test('compiling without fills gives back the original, byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(bytes, async (page) => {
        const compiled = compilePage(page, searchFor(slots))
        if ('reason' in compiled) return
        expect(fillTemplate(compiled.template, new Map())).toEqual(page)
      }),
      { numRuns: 500 },
    )
  })

  test('filling changes only what lies inside the spans', async () => {
    await fc.assert(
      fc.asyncProperty(bytes, fc.uint8Array({ maxLength: 20 }), async (page, cards) => {
        const compiled = compilePage(page, searchFor(slots))
        if ('reason' in compiled) return
        const { spans } = compiled.template
        const filled = fillTemplate(
          compiled.template,
          new Map([
            ['a', cards],
            ['b', cards],
          ]),
        )
        let shift = 0
        let from = 0
        for (const { start, end } of spans) {
          expect(filled.subarray(from + shift, start + shift)).toEqual(page.subarray(from, start))
          expect(filled.subarray(start + shift, start + shift + cards.length)).toEqual(cards)
          shift += cards.length - (end - start)
          from = end
        }
        expect(filled.subarray(from + shift)).toEqual(page.subarray(from))
      }),
      { numRuns: 500 },
    )
  })
})

function encode(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(new TextEncoder().encode(text))
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}

function compile(page: Uint8Array<ArrayBuffer>, spec: readonly Slot[] = slots): Template {
  const compiled = compilePage(page, searchFor(spec))
  if ('reason' in compiled) throw new Error(compiled.reason)
  return compiled.template
}

async function fill(page: string, fills: Record<string, string>): Promise<string> {
  const template = compile(encode(page))
  return decode(
    fillTemplate(template, new Map(Object.entries(fills).map(([id, text]) => [id, encode(text)]))),
  )
}
