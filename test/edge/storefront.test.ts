import { readFile } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import { SaxesParser } from 'saxes'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { categorize } from '../../examples/storefront/categories.ts'
import { cleanTitle } from '../../examples/storefront/titles.ts'
import { startStorefront } from './start-storefront.ts'

let shop: Awaited<ReturnType<typeof startStorefront>>
beforeAll(async () => {
  shop = await startStorefront()
}, 60_000)
afterAll(() => shop.miniflare.dispose())

/** A browser that keeps cookies and does not follow redirects. */
function browser() {
  const jar = new Map<string, string>()
  async function ask(path: string, init: RequestInit = {}) {
    const headers = { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') }
    const response = await fetch(new URL(path, shop.url), { ...init, headers, redirect: 'manual' })
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      if (/max-age=0/i.test(cookie)) jar.delete(name)
      else jar.set(name, value)
    }
    return response
  }
  return {
    jar,
    get: (path: string) => ask(path),
    text: async (path: string) => (await ask(path)).text(),
    post: (path: string, fields: Record<string, string>) =>
      ask(path, { method: 'POST', body: new URLSearchParams(fields) }),
  }
}

const slots = ['picked-for-you', 'popular-here', 'also-like']

const sharedPages: [path: string, slot: string | undefined][] = [
  ['/', 'picked-for-you'],
  ['/category/kitchen-dining', 'popular-here'],
  ['/category/shopping-bags', 'popular-here'],
  ['/category/shopping-bags?sort=price&page=2', 'popular-here'],
  ['/product/22423', 'also-like'],
  ['/product/85099B', 'also-like'],
  ['/search?q=bunting', undefined],
  ['/search', undefined],
]

const personalPages = ['/cart', '/checkout/thanks', '/account']

describe('a page for everybody', () => {
  test.each(sharedPages)('%s stands by itself and has its slot', async (path, slot) => {
    const response = await fetch(new URL(path, shop.url))
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toBe('public, max-age=60')
    expect(response.headers.getSetCookie()).toEqual([])

    const page = await response.text()
    const found = slots.filter((name) => page.includes(`<section data-limen="${name}"`))
    expect(found).toEqual(slot === undefined ? [] : [slot])
    if (slot !== undefined) {
      const inside = page.split(`data-limen="${slot}"`)[1]?.split('</section>')[0] ?? ''
      expect(inside).toMatch(/<h2>.+<\/h2>/)
      expect(inside.match(/<li class="product">/g)?.length).toBeGreaterThan(3)
    }
  })

  test.each(sharedPages)(
    '%s is the same for a shopper with a cart and an account',
    async (path) => {
      const shopper = browser()
      await shopper.post('/cart/add', { id: '22423', quantity: '2' })
      await shopper.post('/account/login', { email: 'ann@shop.example' })
      expect(await shopper.text(path)).toBe(await browser().text(path))
    },
  )

  test('one product page is not another', async () => {
    const [one, other] = await Promise.all(
      ['22423', '85099B'].map((id) => shopText(`/product/${id}`)),
    )
    expect(one).toContain('<h1>Regency Cakestand 3 Tier</h1>')
    expect(one).toContain('£12.75')
    expect(other).toContain('<h1>Jumbo Bag Red Retrospot</h1>')
    expect(other).toContain('Jumbo Bag Strawberry</a>')
  })

  test('a category is sorted by price when asked', async () => {
    const page = await shopText('/category/clocks-thermometers?sort=price')
    const grid = page.slice(page.lastIndexOf('<ul class="products">'))
    const prices = [...grid.matchAll(/product-price">£([\d.]+)/g)].map(([, price]) => Number(price))
    expect(prices).toHaveLength(24)
    expect(prices).toEqual(prices.toSorted((a, b) => a - b))
  })

  test('the pages of a category hold each of its things once', async () => {
    const pages = await Promise.all(
      [1, 2, 3].map((page) => shopText(`/category/clocks-thermometers?page=${page}`)),
    )
    const ids = pages.flatMap((page) => {
      const grid = page.slice(page.lastIndexOf('<ul class="products">'))
      return [...grid.matchAll(/href="\/product\/(\w+)"/g)].map(([, id]) => id)
    })
    expect(ids).toHaveLength(52)
    expect(new Set(ids).size).toBe(52)
  })

  test('what is out of stock cannot be put into the basket', async () => {
    expect(await shopText('/product/10002')).not.toContain('/cart/add')
    const shopper = browser()
    await shopper.post('/cart/add', { id: '10002', quantity: '1' })
    expect(await shopper.text('/cart')).toContain('Your basket is empty')
  })

  test('a hostile search is shown as text', async () => {
    const hostile = '"><script>alert(1)</script>'
    const page = await shopText(`/search?q=${encodeURIComponent(hostile)}`)
    expect(page).not.toContain('<script')
    expect(page).toContain('&quot;&gt;&lt;script&gt;')
  })
})

test.each([
  '/nothing',
  '/product/0',
  '/product/constructor',
  '/category/toString',
  '/images/0.svg',
])('%s is not on any shelf', async (path) => {
  const response = await fetch(new URL(path, shop.url))
  expect(response.status).toBe(404)
  expect(await response.text()).toContain('<h1>Not on any shelf</h1>')
})

describe('a shopper', () => {
  test('fills a basket, changes it, and orders', async () => {
    const shopper = browser()
    const added = await shopper.post('/cart/add', { id: '22423', quantity: '2' })
    expect([added.status, added.headers.get('location')]).toEqual([303, '/cart'])
    await shopper.post('/cart/add', { id: '85099B', quantity: '1' })
    expect(await shopper.text('/cart')).toContain('Regency Cakestand 3 Tier')
    expect(await shopper.text('/cart')).toContain('£27.45')

    await shopper.post('/cart/update', { id: '22423', quantity: '4' })
    await shopper.post('/cart/remove', { id: '85099B' })
    const cart = await shopper.text('/cart')
    expect(cart).toContain('£51.00')
    expect(cart).not.toContain('Jumbo Bag')

    const form = await shopper.text('/checkout')
    for (const name of ['name', 'email', 'address']) expect(form).toContain(`name="${name}"`)
    const incomplete = await shopper.post('/checkout', { name: 'Ann <b>', email: '', address: '' })
    expect(incomplete.status).toBe(422)
    expect(await incomplete.text()).toContain('value="Ann &lt;b&gt;"')

    const address = { name: 'Ann', email: 'ann@shop.example', address: '1 Mill Street' }
    const ordered = await shopper.post('/checkout', address)
    expect([ordered.status, ordered.headers.get('location')]).toEqual([303, '/checkout/thanks'])
    expect(await shopper.text('/checkout/thanks')).toContain('<h1>Thank you</h1>')
    expect(await shopper.text('/cart')).toContain('Your basket is empty')
  })

  test('logs in, finds the order there, and logs out', async () => {
    const shopper = browser()
    expect(await shopper.text('/account')).toContain('action="/account/login"')
    expect((await shopper.post('/account/login', { email: 'no address' })).status).toBe(422)

    await shopper.post('/account/login', { email: 'ben@shop.example' })
    await shopper.post('/cart/add', { id: '22423', quantity: '2' })
    await shopper.post('/checkout', { name: 'Ben', email: 'ben@shop.example', address: 'Here' })
    const account = await shopper.text('/account')
    expect(account).toContain('ben@shop.example')
    expect(account).toContain('2 things <span>£29.45</span>')
    expect(await browser().text('/account')).not.toContain('ben@shop.example')

    await shopper.post('/account/logout', {})
    expect(shopper.jar.has('session')).toBe(false)
    expect(await shopper.text('/account')).toContain('action="/account/login"')
  })

  test('sees a basket with a broken cookie as far as it makes sense', async () => {
    const shopper = browser()
    shopper.jar.set('cart', '22423-2_constructor-1_85099B-x_21212-999_')
    const cart = await shopper.text('/cart')
    expect(cart).toContain('Regency Cakestand')
    expect(cart).toContain('value="99"')
    expect(cart).not.toContain('Jumbo Bag')
  })

  test.each([...personalPages, '/_received'])('is alone with %s', async (path) => {
    const response = await fetch(new URL(path, shop.url))
    expect(response.headers.get('cache-control')).toBe('private, no-store')
  })
})

test('the mirror shows what the shop was sent, and not that it was looked at', async () => {
  await browser().post('/account/login', { email: 'mirror@shop.example' })
  await fetch(new URL('/_received', shop.url))
  const received = await (await fetch(new URL('/_received', shop.url))).json()
  expect(received).toBeInstanceOf(Array)
  const list = received as { method: string; url: string; headers: string[][]; body?: string }[]
  const login = list.findLast(({ url }) => url.endsWith('/account/login'))
  expect(login).toMatchObject({ method: 'POST', body: 'email=mirror%40shop.example' })
  expect(login?.headers.map(([name]) => name)).toContain('content-type')
  expect(list.some(({ url }) => url.includes('_received'))).toBe(false)
  expect(list.length).toBeLessThanOrEqual(200)
})

describe('markup', () => {
  const pages = [...sharedPages.map(([path]) => path), ...personalPages, '/nothing']

  test.each(pages)(
    '%s has one heading, distinct ids, labelled fields and sized images',
    async (path) => {
      const page = await shopText(path)
      expect(page.match(/<h1[ >]/g)).toHaveLength(1)
      const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
      expect(new Set(ids).size).toBe(ids.length)
      for (const [tag] of page.matchAll(/<img [^>]*>/g)) {
        expect(tag).toMatch(/ width="\d+" height="\d+"/)
        expect(tag).toContain(' alt="')
      }
      for (const [tag] of page.matchAll(/<input (?![^>]*hidden)[^>]*>/g)) {
        const id = / id="([^"]+)"/.exec(tag)?.[1]
        expect(page).toContain(`for="${id}"`)
      }
      expect(page).not.toContain('[object ')
      expect(page).not.toContain('undefined')
      expect(page).not.toMatch(/(?:href|src|action)="(?:https?:)?\/\//)
    },
  )

  test.each(pages)('%s closes what it opens', async (path) => {
    // The shop writes HTML that is also well formed XML, but for void elements and bare attributes.
    const page = (await shopText(path))
      .replace(/<!doctype html>/, '')
      .replace(/<((?:meta|link|img|input)\b[^>]*)>/g, '<$1/>')
      .replace(/ required(?=[ >/])/g, ' required=""')
    expect(xmlProblems(page)).toEqual([])
  })

  test('every product has a small drawing of its own', async () => {
    const page = await shopText('/category/toys')
    const paths = [...page.matchAll(/\/images\/\w+\.svg/g)].map(([path]) => path)
    const drawings = await Promise.all([...new Set(paths)].map(shopText))
    for (const drawing of drawings) {
      expect(xmlProblems(drawing)).toEqual([])
      expect(drawing.length).toBeLessThan(2048)
    }
    expect(new Set(drawings).size).toBe(drawings.length)
    expect(await shopText('/images/22423.svg')).toBe(await shopText('/images/22423.svg'))
  })
})

describe('the data', () => {
  const folder = `${import.meta.dirname}/../../examples/storefront/data`

  async function readCatalogue() {
    const [header = '', ...rows] = (await readFile(`${folder}/catalogue.tsv`, 'utf8'))
      .trimEnd()
      .split('\n')
    const names = header.split('\t')
    return rows.map((row) =>
      Object.fromEntries(row.split('\t').map((field, index) => [names[index], field])),
    )
  }

  test('every product is in a small, balanced tree', async () => {
    const products = await readCatalogue()
    expect(new Set(products.map(({ id }) => id)).size).toBe(products.length)
    const leaves = Map.groupBy(products, ({ product_type }) => product_type)
    const names = [...leaves.keys()].flatMap((path) => path?.split(' > '))
    expect(names).toHaveLength(leaves.size * 2)
    expect(new Set(names).size).toBeLessThanOrEqual(55)
    const inStock = products.filter(({ availability }) => availability === 'in_stock')
    const last = inStock.filter(({ product_type }) => product_type === 'Gifts > More Gifts')
    expect(last.length / inStock.length).toBeLessThan(0.15)
  })

  test.each(['train', 'valid'])(
    'baskets to %s say when, where and what, and not who',
    async (name) => {
      const known = new Set((await readCatalogue()).map(({ id }) => id))
      const lines = gunzipSync(await readFile(`${folder}/baskets-${name}.jsonl.gz`))
        .toString('utf8')
        .trimEnd()
        .split('\n')
      for (const line of lines) {
        const { ts, country, items, ...rest } = JSON.parse(line)
        if (Object.keys(rest).length > 0) throw new Error(line)
        if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(ts) || !/^[A-Z]{2}$/.test(country)) {
          throw new Error(line)
        }
        if (!items.every((id: string) => known.has(id))) throw new Error(line)
      }
      expect(lines.length).toBeGreaterThan(2000)
    },
  )

  test.each([
    ['SET/6 RED SPOTTY  PAPER CUPS', 'Set of 6 Red Spotty Paper Cups'],
    ['CHILDRENS APRON SPACEBOY DESIGN', "Children's Apron Spaceboy Design"],
    ['S/3 PINK T-LIGHT HLDR W/ HEART.', 'Set of 3 Pink Tea Light Holder with Heart'],
    ['RETRO "TEA FOR ONE"', 'Retro “Tea for One”'],
    ['RECORD FRAME 7" SINGLE SIZE', 'Record Frame 7 inch Single Size'],
    ['PINK GOOSE FEATHER TREE 60CM', 'Pink Goose Feather Tree 60 cm'],
  ])('%s is printed as a shop would', (source, printed) => {
    expect(cleanTitle(source)).toBe(printed)
  })

  test.each([
    ['Lunch Bag Vintage Christmas', 'Lunch & Picnic'],
    ['Christmas Card Singing Angel', 'Christmas Wrap & Gifts'],
    ['Metal Sign Cupcake Single Hook', 'Signs & Wall Art'],
    ['Something Nobody Has Heard Of', 'More Gifts'],
  ])('%s is found under %s', (title, leaf) => {
    expect(categorize(title)[1]).toBe(leaf)
  })
})

async function shopText(path: string): Promise<string> {
  return (await fetch(new URL(path, shop.url))).text()
}

function xmlProblems(text: string): string[] {
  const problems: string[] = []
  const parser = new SaxesParser()
  parser.on('error', (error) => problems.push(error.message))
  parser.write(text).close()
  return problems
}
