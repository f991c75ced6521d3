import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  isSafeLink,
  type Product,
  type SlotFrame,
  slotRenderer,
} from '../../src/catalogue/index.ts'

const mug: Product = {
  id: 'mug',
  title: 'Red mug',
  link: '/product/mug',
  imageLink: 'https://img.example/mug.jpg',
  price: { amount: 2.95, currency: 'GBP' },
  available: true,
  categories: [],
}

describe('a slot', () => {
  test('is a named list of links and says why it is there', async () => {
    const elements = await parse(renderSlot(slot({ products: [mug, { ...mug, id: 'other' }] })))

    expect(elements.map(({ name }) => name)).toEqual([
      ...['div', 'h2', 'ul'],
      ...['li', 'a', 'img', 'span', 'span'],
      ...['li', 'a', 'img', 'span', 'span'],
      ...['details', 'summary', 'p'],
    ])
    const [group, heading, list, , link, image, title, price] = elements
    expect(group?.attributes).toMatchObject({
      role: 'group',
      'aria-labelledby': 'limen-like-title',
    })
    expect(heading).toMatchObject({ attributes: { id: 'limen-like-title' }, text: 'You may like' })
    expect(list?.attributes).toMatchObject({ role: 'list' })
    expect(link?.attributes).toEqual({ href: '/product/mug' })
    expect(image?.attributes).toEqual({
      src: 'https://img.example/mug.jpg',
      width: '300',
      height: '300',
      alt: '',
      loading: 'lazy',
      decoding: 'async',
    })
    expect([title?.text, price?.text]).toEqual(['Red mug', '£2.95'])
    expect(elements.slice(-2).map(({ text }) => text)).toEqual([
      'Why am I seeing this?',
      'Because of this page.',
    ])
  })

  test('says of each product why it is there, if that is told, and remembers nothing of it', async () => {
    const render = slotRenderer({ id: 'like', heading: 'You may like' })
    const other = { ...mug, id: 'other', title: 'A <b>jug</b>' }
    const told = new Map([
      ['other', 'Because you looked at "cups" & more.'],
      ['not shown', 'Because of something else.'],
    ])
    const elements = await parse(decode(render([mug, other], 'Because of this page.', told)))
    const names = elements.slice(-6).map(({ name }) => name)
    expect(names).toEqual(['details', 'summary', 'p', 'dl', 'dt', 'dd'])
    expect(elements.slice(-2).map(({ text }) => text)).toEqual([
      'A <b>jug</b>',
      'Because you looked at "cups" & more.',
    ])
    expect(decode(render([mug, other], 'Because of this page.'))).not.toContain('<dl>')
  })

  test('shows a reduced price beside the one it replaces, in words too', async () => {
    const salePrice = { amount: 2, currency: 'GBP' }
    const elements = await parse(renderSlot(slot({ products: [{ ...mug, salePrice }] })))

    expect(elements.find(({ name }) => name === 's')?.text).toBe('Was £2.95')
    expect(elements.find(({ attributes }) => attributes.class === 'limen-price')?.text).toBe(
      'Was £2.95 Now £2.00',
    )
  })

  test('speaks the language of the site', () => {
    const words = { whyTitle: 'Warum sehe ich das?', was: 'Vorher', now: 'Jetzt' }
    const price = { amount: 1234.5, currency: 'EUR' }
    const rendered = renderSlot(slot({ language: 'de', words, products: [{ ...mug, price }] }))

    expect(rendered).toContain('1.234,50\u00a0€')
    expect(rendered).toContain('Warum sehe ich das?')
  })

  test('keeps the room for images that the shop asks for', async () => {
    const image = { width: 160, height: 200 }
    const elements = await parse(renderSlot(slot({ image })))
    expect(elements.find(({ name }) => name === 'img')?.attributes).toMatchObject({
      width: '160',
      height: '200',
    })
  })

  test('is nothing without products', () => {
    expect(renderSlot(slot({ products: [] }))).toBe('')
  })

  test.each(['link', 'imageLink'])('leaves out a product with an unsafe %s', (name) => {
    const bad = { ...mug, title: 'Bad', [name]: 'javascript:alert(1)' }
    expect(renderSlot(slot({ products: [bad, mug] }))).not.toMatch(/Bad|javascript/)
    expect(renderSlot(slot({ products: [bad] }))).toBe('')
  })

  test('is the same each time, and follows what is asked for', () => {
    const other = { ...mug, id: 'other', title: 'Blue mug' }
    const render = slotRenderer(slot({ heading: 'Für dich 🍵 \ud800' }))
    const first = render([mug, other], 'Because.')
    expect(render([mug, other], 'Because.')).toEqual(first)
    expect(decode(render([other], 'So.'))).toBe(
      renderSlot(slot({ heading: 'Für dich 🍵 \ud800', products: [other], why: 'So.' })),
    )
  })

  test('is written in the encoding of the page', () => {
    const marked = slotRenderer(slot(), (markup) => Uint8Array.from([markup.length % 256]))
    expect(marked([mug], 'Because.')).toHaveLength(3)
  })
})

describe('a card of the shop', () => {
  test('stands in the list', () => {
    const rendered = renderSlot(
      slot({
        card: ({ title, price }, tools) => tools.html`<b>${title}: ${tools.price(price)}</b>`,
      }),
    )
    expect(rendered).toContain('<li><b>Red mug: £2.95</b></li>')
  })

  test('is escaped if it is a plain string', () => {
    expect(renderSlot(slot({ card: () => '<b>"&\'</b>' }))).toContain(
      '<li>&lt;b&gt;&quot;&amp;&#39;&lt;/b&gt;</li>',
    )
  })

  test.each([
    ['a promise', async () => 'later'],
    [
      'a promise in its html',
      (_: Product, { html }: Tools) => html`<b>${Promise.resolve('x')}</b>`,
    ],
    ['nothing', () => undefined],
    ['a number', () => 1],
    ['null', () => null],
  ])('is refused if it returns %s', (_, card) => {
    expect(() => renderSlot(slot({ card: card as never }))).toThrow(
      expect.objectContaining({ code: 'ERR_CONFIG_INVALID' }),
    )
  })

  test('never sees a product with an unsafe link', () => {
    const seen: string[] = []
    const card = ({ id }: Product) => {
      seen.push(id)
      return id
    }
    renderSlot(slot({ card, products: [{ ...mug, id: 'bad', link: '//evil.example' }, mug] }))
    expect(seen).toEqual(['mug'])
  })
})

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit))).map(join),
  fc
    .array(
      fc.constantFrom(
        ...['<', '>', '"', "'", '&', '`', '=', '/', '!--', '-->', ']]>', '\0', '\r', '\ud800', ' '],
        ...['script', 'img', 'onerror', 'li', '</li>', '</ul>', '</a>', '&lt;', '&#60;', 'x'],
      ),
    )
    .map(join),
)

test('no text of a product or of the shop makes an element or an attribute', async () => {
  const shape = shapeOf(await parse(renderSlot(slot())))

  await fc.assert(
    fc.asyncProperty(hostile, hostile, hostile, async (title, heading, path) => {
      const link = isSafeLink(`/${path}`) ? `/${path}` : '/'
      const product = { ...mug, title, link, imageLink: link }
      const why = title
      const elements = await parse(renderSlot(slot({ heading, why, products: [product] })))

      expect(shapeOf(elements)).toEqual(shape)
      expect(elements[1]?.text).toBe(heading.toWellFormed())
      expect(elements[4]?.attributes.href).toBe(link)
      expect(elements[6]?.text).toBe(title.toWellFormed())
    }),
    { numRuns: 500 },
  )
})

test('no text puts half a character into the page', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const card = () => text
      expect(renderSlot(slot({ heading: text, why: text })).isWellFormed()).toBe(true)
      expect(renderSlot(slot({ card })).isWellFormed()).toBe(true)
    }),
  )
})

type Tools = Parameters<NonNullable<SlotFrame['card']>>[1]

interface SlotContent extends SlotFrame {
  readonly products: readonly Product[]
  readonly why: string
}

function renderSlot({ products, why, ...frame }: SlotContent): string {
  return decode(slotRenderer(frame)(products, why))
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}

interface ParsedElement {
  name: string
  attributes: Record<string, string>
  text: string
}

function slot(rest: Partial<SlotContent> = {}): SlotContent {
  const why = 'Because of this page.'
  return { id: 'like', heading: 'You may like', products: [mug], why, ...rest }
}

function join(parts: string[]): string {
  return parts.join('')
}

function shapeOf(elements: ParsedElement[]) {
  return elements.map(({ name, attributes }) => [name, ...Object.keys(attributes)])
}

/** The elements as workerd's own parser sees them, each with the text in it. */
async function parse(rendered: string): Promise<ParsedElement[]> {
  const elements: ParsedElement[] = []
  const open: ParsedElement[] = []
  const rewriter = new HTMLRewriter().on('*', {
    element(element) {
      const attributes = [...element.attributes].map(([name = '', value = '']) => [
        name,
        resolveReferences(value),
      ])
      const parsed = {
        name: element.tagName,
        attributes: Object.fromEntries(attributes),
        text: '',
      }
      elements.push(parsed)
      if (element.tagName === 'img') return
      open.push(parsed)
      element.onEndTag(() => {
        open.pop()
      })
    },
  })
  rewriter.onDocument({
    text({ text }) {
      for (const element of open) element.text += text
    },
    comments() {
      elements.push({ name: '#comment', attributes: {}, text: '' })
    },
  })
  await rewriter.transform(new Response(rendered)).text()
  return elements.map((element) => ({ ...element, text: resolveReferences(element.text) }))
}

const references: ReadonlyMap<string, string> = new Map([
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&#39;', "'"],
  ['&amp;', '&'],
])

function resolveReferences(text: string): string {
  return text.replace(/&(?:lt|gt|quot|#39|amp);/g, (reference) => references.get(reference) ?? '')
}
