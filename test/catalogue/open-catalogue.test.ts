import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createCatalogue, openCatalogue, readFeed } from '../../src/catalogue/index.ts'
import { xml } from '../../src/catalogue/xml.ts'

const header = 'id\ttitle\tlink\timage_link\tprice\titem_group_id\tproduct_type'
const feedOf = (...rows: string[]) => [header, ...rows].join('\n')
const rowOf = (id: string, title = 'A mug', price = '1.00 GBP') =>
  `${id}\t${title}\t/p/${id}\t/${id}.jpg\t${price}\t\tKitchen > Mugs`

test('opens text and bytes, with or without a byte order mark', async () => {
  const text = `\ufeff${feedOf(rowOf('a'), rowOf('b')).replaceAll('\n', '\r\n')}\r\n`
  for (const feed of [text, new TextEncoder().encode(text).buffer as ArrayBuffer]) {
    const { products } = await openCatalogue(feed)
    expect(products.map(({ id }) => id)).toEqual(['a', 'b'])
  }
})

test('opens XML', async () => {
  const { products } = await openCatalogue(
    `<rss xmlns:g="http://base.google.com/ns/1.0"><channel><item><g:id>a</g:id><title>A</title>
     <link>/a</link><g:image_link>/a.jpg</g:image_link><g:price>1 GBP</g:price></item></channel></rss>`,
    xml,
  )
  expect(products).toMatchObject([{ id: 'a', price: { amount: 1, currency: 'GBP' } }])
})

test.each([
  ['nothing', ''],
  ['blank lines', '\n\r\n\n'],
  ['a header alone', `${header}\n\n`],
  ['a header without a price', 'id\ttitle\tlink\timage_link\na\tA\t/a\t/a.jpg'],
  ['a line that never ends', `${header}\n${'x'.repeat(2 ** 20 + 1)}`],
  ['XML without an item', '<rss><channel></channel></rss>'],
])('refuses %s', async (_, feed) => {
  await expect(openCatalogue(feed, xml)).rejects.toMatchObject({ code: 'ERR_FEED_INVALID' })
})

test('a bad row names its id, and is no product, page, category or word', async () => {
  const catalogue = await openCatalogue(
    feedOf(rowOf('a'), rowOf('bad', 'A teapot', 'free').replace('Mugs', 'Pots')),
  )
  expect(catalogue.isNamed('bad')).toBe(true)
  expect(catalogue.isNamed('gone')).toBe(false)
  expect(catalogue.isProduct('bad')).toBe(false)
  expect(catalogue.productAt('/p/bad')).toBeUndefined()
  expect(catalogue.isCategory('pots')).toBe(false)
  expect(catalogue.isCategory('mugs')).toBe(true)
  expect(catalogue.isWord('teapot')).toBe(false)
  expect(catalogue.isWord('mug')).toBe(true)
})

test('whatever the feed, a catalogue that reads rows when asked knows what one of all rows knows', async () => {
  const field = {
    id: fc.constantFrom('a', 'b', ' b ', 'c', '"a"', '"d\td"', '', 'x'.repeat(51)),
    title: fc.constantFrom(
      'A red mug',
      'Tea  pot',
      '"Tea ""for two"""',
      '12" pan',
      '"two\nlines"',
      '',
    ),
    link: fc.constantFrom('/p/a', '/p/b/', '/p?id=a', '/p?id=b', 'https://shop.example/p/a', '//x'),
    image: fc.constantFrom('/a.jpg', '/b.jpg', 'data:'),
    price: fc.constantFrom('1.00 GBP', '2 EUR', 'free'),
    group: fc.constantFrom('', 'g', 'h', '"g"'),
    type: fc.constantFrom('', 'Home > Mugs', 'Home > Pots, Sale', 'A > > B', '"Home > Pots"'),
  }
  const row = fc.record(field).map((fields) => Object.values(fields).join('\t'))
  const line = fc.oneof(
    { weight: 9, arbitrary: row },
    fc.constantFrom('', '"', 'too\tfew', '"a\tb'),
  )
  const headers = fc.constantFrom(
    header,
    header.toUpperCase(),
    header.replace('item_group_id', 'id'),
  )
  const ends = fc.constantFrom('\n', '\r\n', '\r')

  await fc.assert(
    fc.asyncProperty(headers, fc.array(line, { maxLength: 12 }), ends, async (head, lines, end) => {
      const feed = [head, ...lines].join(end)
      const read = await readFeed([feed]).then(
        ({ products }) => whatItKnows(createCatalogue(products)),
        (error) => error.code,
      )
      expect(await openCatalogue(feed).then(whatItKnows, (error) => error.code)).toEqual(read)
    }),
    { numRuns: 500 },
  )
})

const asked = {
  ids: ['a', 'b', 'c', 'd\td', 'd d', ''],
  keys: ['home', 'mugs', 'pots', 'sale', 'a', ''],
  words: ['red', 'tea', 'two', 'pan', '12', 'lines', ''],
  paths: ['/p/a', '/p/b', '/p/b/', '/p', '/p?id=a', '/p?id=b', '/p?id=c', '', '/'],
}

/** All answers, in an order in which nothing has been read before it is asked for. */
function whatItKnows(catalogue: ReturnType<typeof createCatalogue>) {
  return {
    paths: asked.paths.map((path) => catalogue.productAt(path)),
    isWord: asked.words.map((word) => catalogue.isWord(word)),
    isCategory: asked.keys.map((key) => catalogue.isCategory(key)),
    get: asked.ids.map((id) => catalogue.get(id)),
    isProduct: asked.ids.map((id) => catalogue.isProduct(id)),
    inCategory: asked.keys.map((key) => catalogue.inCategory(key)),
    variants: catalogue.products.map((product) => catalogue.variantsOf(product)),
    products: catalogue.products,
    size: catalogue.size,
  }
}
