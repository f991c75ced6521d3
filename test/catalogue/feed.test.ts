import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type FeedOptions,
  type FeedSource,
  type Product,
  readFeed as read,
} from '../../src/catalogue/index.ts'
import { xml } from '../../src/catalogue/xml.ts'

const readFeed = (source: FeedSource, options: FeedOptions = {}) =>
  read(source, { xml, ...options })

const required = ['id', 'title', 'link', 'image_link', 'price']
const mug = row({ id: 'mug' })

test('a feed in XML is refused where nothing reads it, with the remedy', async () => {
  await expect(read(['<rss>'])).rejects.toThrow("import { xml } from 'limen/xml'")
})

describe('a feed in tab-separated values', () => {
  test('becomes products in feed order', async () => {
    const { products, report } = await readFeed([
      tsv(
        {
          ...row({ id: 'mug-red' }),
          title: 'Red mug',
          price: '3.50 GBP',
          sale_price: 'GBP 2.95',
          availability: 'in stock',
          brand: 'Clay & Co',
          item_group_id: 'mug',
          product_type: 'Kitchen > Mugs & Cups',
        },
        { ...row({ id: 'pot' }), availability: 'out_of_stock' },
      ),
    ])

    expect(products).toEqual([
      {
        id: 'mug-red',
        title: 'Red mug',
        link: '/product/mug-red',
        imageLink: 'https://img.example/mug-red.jpg',
        price: { amount: 3.5, currency: 'GBP' },
        salePrice: { amount: 2.95, currency: 'GBP' },
        available: true,
        brand: 'Clay & Co',
        group: 'mug',
        categories: ['kitchen', 'mugs-cups'],
      },
      {
        id: 'pot',
        title: 'A pot',
        link: '/product/pot',
        imageLink: 'https://img.example/pot.jpg',
        price: { amount: 1, currency: 'GBP' },
        available: false,
        categories: [],
      },
    ] satisfies Product[])
    expect(report).toEqual({
      format: 'tsv',
      rows: 2,
      kept: 2,
      problems: [],
      counts: [],
      ignored: [],
    })
  })

  test('may have a byte order mark, Windows line ends, blank lines and spaces in its header', async () => {
    const text = `\ufeff\r\n${tsv(mug).replace('image_link', 'Image Link').replaceAll('\n', '\r\n')}\r\n\r\n`
    const bytes = new TextEncoder().encode(text)

    expect((await readFeed([bytes])).products).toHaveLength(1)
    expect((await readFeed([text])).products).toHaveLength(1)
    expect((await readFeed(text)).products).toHaveLength(1)
  })

  test('may quote fields that hold tabs, line breaks and quotation marks', async () => {
    const { products, report } = await readFeed([
      tsv({ ...mug, title: '"A ""nice""\tred\nmug"' }, { ...row({ id: 'pot' }), price: 'free' }),
    ])

    expect(products[0]?.title).toBe('A "nice" red mug')
    expect(report.problems).toMatchObject([{ line: 4, attribute: 'price' }])
  })

  test('may have quotation marks inside a field', async () => {
    const { products } = await readFeed([
      tsv({ ...mug, title: '12" pan' }, { ...row({ id: 'b' }), title: '"Vintage" mug' }),
    ])
    expect(products.map(({ title }) => title)).toEqual(['12" pan', '"Vintage" mug'])
  })

  test('loses one row, not the rest, to a quotation mark that is never closed', async () => {
    const rows = Array.from({ length: 100 }, (_, index) => row({ id: `p${index}` }))
    const { products, report } = await readFeed([
      tsv({ ...mug, title: '"Vintage mug' }, ...rows, { ...mug, id: 'last', title: '"Open' }),
    ])

    expect(products).toHaveLength(100)
    expect(report.problems).toEqual([
      { line: 2, attribute: 'row', problem: 'must close each quotation mark that opens a field' },
      { line: 103, attribute: 'row', problem: 'must close each quotation mark that opens a field' },
    ])
  })

  test('loses one row to a quotation mark that another row seems to close', async () => {
    const { products, report } = await readFeed([
      tsv({ ...mug, title: '"Vintage mug' }, row({ id: 'pot' }), { ...mug, title: '"Red mug"' }),
    ])

    expect(products.map(({ title }) => title)).toEqual(['A pot', 'Red mug'])
    expect(report.problems).toMatchObject([{ line: 2, attribute: 'row' }])
  })

  test.each([
    ['few', 'mug\tA mug'],
    ['many', 'mug\tA mug\t/mug\t/mug.jpg\t1 GBP\t\t'],
  ])('leaves out a row with too %s columns', async (_, bad) => {
    const { products, report } = await readFeed([`${tsv(mug)}\n${bad}\n`])

    expect(products).toHaveLength(1)
    expect(report).toMatchObject({
      rows: 2,
      kept: 1,
      problems: [{ line: 3, attribute: 'row', problem: 'must have as many columns as the header' }],
    })
  })

  test('names columns that are not used, once', async () => {
    const rows = [mug, row({ id: 'pot' })].map((row) => ({ ...row, gtin: '1', constructor: 'x' }))
    expect((await readFeed([tsv(...rows)])).report.ignored).toEqual(['gtin', 'constructor'])
  })

  test.each([
    ['A > B', ['a', 'b']],
    ['A > B,C > D', ['a', 'b']],
    ['"A, B > C","D > E"', ['a-b', 'c']],
    ['"A > B, C > D"', ['a', 'b-c', 'd']],
    ['Pens, Stickers & Magnets', ['pens-stickers-magnets']],
    ['Food, Drinks > Tea', ['food-drinks', 'tea']],
    ['Crème brûlée', ['creme-brulee']],
    ['Спорт > Мячи', ['спорт', 'мячи']],
  ])('reads the categories of %s', async (product_type, keys) => {
    const { products } = await readFeed([tsv({ ...mug, product_type })])
    expect(products[0]?.categories).toEqual(keys)
  })

  test.each(required)('is refused without a column %s', async (name) => {
    const text = tsv(mug).replace(new RegExp(`\\b${name}(?=\\t|\\n)`), 'other')
    await expect(readFeed([text])).rejects.toMatchObject({
      code: 'ERR_FEED_INVALID',
      message: expect.stringContaining(`no column ${name};`),
    })
  })

  test('is refused if a line never ends', async () => {
    let isCancelled = false
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(65_536).fill(0x61)),
      cancel: () => {
        isCancelled = true
      },
    })

    await expect(readFeed(endless)).rejects.toMatchObject({ code: 'ERR_FEED_INVALID' })
    expect(isCancelled).toBe(true)
  })
})

describe('a value', () => {
  test.each([
    ['price', '2.95 GBP', { amount: 2.95, currency: 'GBP' }],
    ['price', 'GBP 2.95', { amount: 2.95, currency: 'GBP' }],
    ['price', '0 JPY', { amount: 0, currency: 'JPY' }],
    ['price', ' 15.00EUR ', { amount: 15, currency: 'EUR' }],
    ['availability', 'In Stock', true],
    ['availability', 'preorder', true],
    ['availability', 'backorder', true],
    ['availability', 'out of stock', false],
    ['availability', '', true],
    ['title', '  A  mug \u{1f375} ', 'A mug \u{1f375}'],
    ['title', '<b>"Tea" & \'more\'</b>', '<b>"Tea" & \'more\'</b>'],
  ])('%s may be “%s”', async (attribute, text, value) => {
    const { products } = await readFeed([tsv({ ...mug, [attribute]: text })])
    const name = attribute === 'availability' ? 'available' : attribute
    expect(products[0]).toHaveProperty(name, value)
  })

  test.each([
    ['price', '2,95 GBP'],
    ['price', '1,000.00 GBP'],
    ['price', '-1 GBP'],
    ['price', '2.95'],
    ['price', '2.95 gbp'],
    ['price', '2.95 XQQ'],
    ['price', '£2.95'],
    ['price', '1e3 GBP'],
    ['price', 'NaN GBP'],
    ['price', ''],
    ['sale_price', '0,50 GBP'],
    ['sale_price', '0.50 EUR'],
    ['sale_price', '1.01 GBP'],
    ['availability', 'maybe'],
    ['availability', 'constructor'],
    ['link', 'javascript:alert(1)'],
    ['link', '//evil.example/'],
    ['image_link', 'data:image/png;base64,AA'],
    ['image_link', ''],
    ['id', ''],
    ['id', 'x'.repeat(51)],
    ['title', '   '],
    ['title', 'x'.repeat(151)],
    ['title', 'bell\u0007'],
    ['title', 'latin-1 \ufffd'],
    ['brand', 'x'.repeat(71)],
    ['product_type', 'A > > B'],
  ])('%s may not be “%s”: the row is left out and reported', async (attribute, text) => {
    const bad = { ...mug, [attribute]: text }
    const { products, report } = await readFeed([tsv(bad, { ...row({ id: 'pot' }) })])

    expect(products.map(({ id }) => id)).toEqual(['pot'])
    expect(report).toMatchObject({ rows: 2, kept: 1, problems: [{ line: 2, attribute }] })
    expect(report.problems).toHaveLength(1)
  })

  test('that is half a character leaves out its row', async () => {
    const { products } = await readFeed([tsv({ ...mug, title: 'half \ud83c' }, row({ id: 'pot' }))])
    expect(products.map(({ id }) => id)).toEqual(['pot'])
  })

  test('that is not UTF-8 leaves out its row', async () => {
    const bytes = new TextEncoder().encode(tsv(mug, row({ id: 'pot' })))
    bytes[bytes.indexOf(0x41)] = 0xe9
    const { products } = await readFeed([bytes])
    expect(products.map(({ id }) => id)).toEqual(['pot'])
  })

  test('sale_price is not shown if it is no reduction, or one for some days only', async () => {
    const { products } = await readFeed([
      tsv(
        { ...mug, sale_price: '1.00 GBP' },
        {
          ...row({ id: 'pot' }),
          sale_price: '0.50 GBP',
          sale_price_effective_date: '2026-11-01/2026-12-01',
        },
      ),
    ])
    expect(products.map((product) => 'salePrice' in product)).toEqual([false, false])
  })

  test('id counts once: the first sound row has it', async () => {
    const { products, report } = await readFeed([
      tsv({ ...mug, price: 'free' }, { ...mug, title: 'First' }, { ...mug, title: 'Second' }),
    ])

    expect(products.map(({ title }) => title)).toEqual(['First'])
    expect(report.problems).toMatchObject([
      { line: 2, attribute: 'price' },
      { line: 4, attribute: 'id', problem: 'must not repeat an earlier row' },
    ])
  })
})

describe('a feed in XML', () => {
  test('may be RSS 2.0', async () => {
    const { products, report } = await readFeed([
      rss(
        `<item><g:id>mug</g:id><title>Tea &amp; mug</title><link>https://shop.example/mug</link>
         <g:image_link><![CDATA[https://img.example/a.jpg?b=1&c=2]]></g:image_link>
         <g:price>2.95 GBP</g:price><g:availability>in_stock</g:availability>
         <g:shipping><g:country>GB</g:country><g:price>9.99 GBP</g:price></g:shipping>
         <g:product_type>Kitchen &gt; Pens, Pots</g:product_type>
         <g:product_type>Sale</g:product_type></item>`,
      ),
    ])

    expect(report).toMatchObject({ format: 'xml', rows: 1, kept: 1, ignored: ['shipping'] })
    expect(products).toEqual([
      {
        id: 'mug',
        title: 'Tea & mug',
        link: 'https://shop.example/mug',
        imageLink: 'https://img.example/a.jpg?b=1&c=2',
        price: { amount: 2.95, currency: 'GBP' },
        available: true,
        categories: ['kitchen', 'pens-pots'],
      },
    ])
  })

  test('may be Atom, and Google’s own elements go before the format’s', async () => {
    const { products } = await readFeed([
      `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0">
       <title>Shop</title><entry><id>tag:shop.example,2026:1</id><g:id>mug</g:id><title>Short</title>
       <g:title>A red mug</g:title><title>Again</title><link rel="enclosure" href="/file"/>
       <link href="https://shop.example/mug"/><g:image_link>/mug.jpg</g:image_link>
       <g:price>1 GBP</g:price></entry></feed>`,
    ])
    expect(products).toMatchObject([
      { id: 'mug', title: 'A red mug', link: 'https://shop.example/mug' },
    ])
  })

  test('loses only the item that is not well-formed', async () => {
    const { products, report } = await readFeed([
      rss(
        item({ id: 'a' }),
        item({ id: 'b', title: 'Salt & pepper' }),
        item({ id: 'c' }),
        item({ id: 'd', title: 'Wrong</b>' }),
        item({ id: 'e' }),
        item({ id: 'f', title: '&#xd800;' }),
        item({ id: 'g', title: '&undefined;' }),
        item({ id: 'h' }).replace('</item>', ''),
        item({ id: 'i' }),
        item({ id: 'j' }).replace('<g:title>', '<g:title'),
        item({ id: 'k', title: '<![CDATA[a & b]]>' }),
        item({ id: 'l' }).replace('</g:title>', ''),
        '<!-- <item> -->',
        item({ id: 'm' }).replaceAll('g:title>', 'h:title>'),
        item({ id: 'n' }),
      ),
    ])

    expect(products.map(({ id }) => id)).toEqual(['a', 'c', 'e', 'i', 'k', 'n'])
    expect(report).toMatchObject({ rows: 14, kept: 6 })
    expect(report.problems).toContainEqual({
      line: 3,
      attribute: 'xml',
      problem: 'must be well-formed, its namespaces declared',
    })
  })

  test('that breaks off keeps the items before', async () => {
    const whole = rss(item({ id: 'a' }), item({ id: 'b' }))
    const { products, report } = await readFeed([whole.slice(0, whole.lastIndexOf('<g:price'))])

    expect(products.map(({ id }) => id)).toEqual(['a'])
    expect(report).toMatchObject({ rows: 2, kept: 1, problems: [{ line: 3, attribute: 'xml' }] })
  })

  test('that breaks off between two items says so', async () => {
    const whole = rss(item({ id: 'a' }), item({ id: 'b' }))
    const { report } = await readFeed([whole.slice(0, whole.lastIndexOf('<item>'))])

    expect(report).toMatchObject({ kept: 1, problems: [{ line: 2, attribute: 'xml' }] })
  })

  test('tells on which line an item starts', async () => {
    const { report } = await readFeed([rss(item({ id: 'a' }), item({ id: 'b', price: 'free' }))])
    expect(report.problems).toMatchObject([{ line: 3, attribute: 'price' }])
  })

  test('does not expand entities that it declares', async () => {
    const { products } = await readFeed([
      `<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>${rss(item({ id: 'a', title: '&b;' }), item({ id: 'b' }))}`,
    ])
    expect(products.map(({ id }) => id)).toEqual(['b'])
  })

  test('is refused in another encoding', async () => {
    const latin = `<?xml version="1.0" encoding="iso-8859-1"?>${rss(item({ id: 'a' }))}`
    await expect(readFeed([latin])).rejects.toMatchObject({ code: 'ERR_FEED_INVALID' })
  })
})

test.each([
  ['nothing', []],
  ['blanks', ['  \r\n', '\n']],
  ['a header alone', [`${required.join('\t')}\n`]],
  ['a page about an error', ['<!doctype html><title>404</title><p>Not found']],
  ['a channel without items', [rss()]],
])('a feed of %s is refused', async (_, feed) => {
  await expect(readFeed(feed)).rejects.toMatchObject({
    code: 'ERR_FEED_INVALID',
    message: expect.stringContaining('no products'),
  })
})

test('the report lists 1,000 problems and counts them all', async () => {
  const rows = Array.from({ length: 1200 }, (_, index) => ({
    ...row({ id: `${index}` }),
    price: '',
  }))
  const { report } = await readFeed([tsv(...rows)])

  expect(report.problems).toHaveLength(1000)
  expect(report.counts).toEqual([{ attribute: 'price', problem: 'must not be empty', count: 1200 }])
})

test('no value of the feed is in the report', async () => {
  const secret = 'p4ssw0rd'
  const bad = Object.fromEntries(required.map((name) => [name, `${secret}\u0007`]))
  const reports = [
    await readFeed([tsv({ ...bad, gtin: secret }), `\n${secret}`]),
    await readFeed([rss(item({ ...bad, title: `${secret}</${secret}>` }))]),
  ]
  expect(JSON.stringify(reports)).not.toContain(secret)
})

const anyTsv = `\ufeff${tsv(
  { ...mug, title: '"Tea ""für""\r\n\tzwei \u{1f375}"', brand: 'Ä' },
  { ...row({ id: 'bad' }), title: '"open', brand: '' },
  { ...row({ id: 'ünï' }), title: '茶', brand: '' },
).replaceAll('\n', '\r\n')}`
const anyXml = `<?xml version="1.0" encoding="UTF-8"?>\r\n${rss(
  item({ id: 'ü', title: '茶 &amp; \u{1f375} <![CDATA[</item><item>]]>' }),
  '<!-- <item> -->',
  item({ id: 'bad', title: 'a & b' }),
  item({ id: 'ok' }),
)}`

test.each([
  ['TSV', anyTsv],
  ['XML', anyXml],
])('%s reads the same however it is cut, inside a character too', async (_, text) => {
  const bytes = new TextEncoder().encode(text)
  const whole = await readFeed([bytes])
  expect(whole.report).toMatchObject({ rows: 3, kept: 2 })

  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 60 }), async (cuts) => {
      expect(await readFeed(pieces(bytes, cuts))).toEqual(whole)
    }),
  )
  expect(await readFeed(pieces(bytes, [...bytes.keys()]))).toEqual(whole)
})

test('every text gives products and a report, or is refused as a feed', async () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom('\t', '\n', '\r', '"', '<item>', '</item>', '<', '>', '&', tsv(mug), rss()),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(piece), fc.constantFrom('tsv', 'xml'), async (pieces, format) => {
      const header = format === 'tsv' ? `${required.join('\t')}\n` : ''
      const result = await readFeed([header, ...pieces], { format }).catch((error) => error.code)
      if (result === 'ERR_FEED_INVALID') return
      expect(result.products).toHaveLength(result.report.kept)
      expect(result.report.kept).toBeLessThanOrEqual(result.report.rows)
    }),
  )
})

type Row = Record<string, string>

function row({ id }: { id: string }): Row {
  return {
    id,
    title: `A ${id}`,
    link: `/product/${id}`,
    image_link: `https://img.example/${id}.jpg`,
    price: '1.00 GBP',
  }
}

/** Rows under a header of the names in all of them. */
function tsv(...rows: Row[]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const lines = rows.map((row) => names.map((name) => row[name] ?? '').join('\t'))
  return [names.join('\t'), ...lines].join('\n')
}

function item(values: Row): string {
  const texts = Object.entries({ ...row({ id: values.id ?? '' }), ...values })
  return `<item>${texts.map(([name, text]) => `<g:${name}>${text}</g:${name}>`).join('')}</item>`
}

/** The first item is on the second line. */
function rss(...items: string[]): string {
  return `<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><title>Shop</title>
${items.join('\n')}
</channel></rss>`
}

function pieces(bytes: Uint8Array, cuts: number[]): ReadableStream<Uint8Array> {
  const ends = [...new Set([...cuts, bytes.length])].sort((a, b) => a - b)
  return new ReadableStream({
    start(controller) {
      let start = 0
      for (const end of ends) {
        controller.enqueue(bytes.slice(start, end))
        start = end
      }
      controller.close()
    },
  })
}
