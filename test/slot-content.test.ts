import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import type { ConfigInput } from '../src/config/index.ts'
import { type LimenEnv, personalize } from '../src/personalize.ts'
import { smallConfig } from './fixtures/small-shop.ts'

// On the page of p3 the small shop's model ranks p4, p5, p6 and so on; p11 is sold out.
const slots: ConfigInput['slots'] = {
  also: { select: 'section.also', heading: 'You may also like', limit: 2 },
  grid: { mode: 'rerank', select: 'ul.products', card: 'li.product' },
  hero: { mode: 'choose', select: 'div.hero', variant: 'div[data-variant]' },
}

describe('a reranked list', () => {
  test('has the order of the ranking', async () => {
    const { order, trace } = await visit(grid(['p1', 'p6', 'p4', 'p5']))
    expect(order).toEqual(['p4', 'p5', 'p6', 'p1'])
    expect(trace?.slots.get('grid')).toBe('filled')
  })

  test('keeps, at its end, what is sold out, the product of the page and what nobody knows', async () => {
    const { order } = await visit(grid(['p11', 'p3', 'nothing', 'p5', 'p4']))
    expect(order).toEqual(['p4', 'p5', 'p11', 'p3', 'nothing'])
  })

  test('has a card where its group is, whichever variant the page shows', async () => {
    const { order } = await visit(grid(['p0', 'p10', 'p8']))
    expect(order).toEqual(['p8', 'p10', 'p0'])
  })

  test('knows a card by its first link to a product', async () => {
    const cards = [
      ['/brand/a', '/product/p6'],
      ['/product/p5?ref=grid', '/product/p4'],
      ['#', '/cart'],
    ]
    const page = `<ul class=products>${cards
      .map(
        (links) =>
          `<li class=product>${links.map((link) => `<a href="${link}">x</a>`).join('')}</li>`,
      )
      .join('')}</ul>`
    const { body } = await visit(page)
    expect([...body.matchAll(/<li[^>]*><a href="([^"]*)"/g)].map(([, link]) => link)).toEqual([
      '/product/p5?ref=grid',
      '/brand/a',
      '#',
    ])
  })

  test('knows a card by the attribute that the configuration names', async () => {
    const page =
      '<ul class=products><li class=product data-id=p6>6</li><li class=product data-id=p4>4</li></ul>'
    const byAttribute: ConfigInput['slots'] = {
      grid: {
        mode: 'rerank',
        select: 'ul.products',
        card: 'li.product',
        product: { attribute: 'data-id' },
      },
    }
    const { body } = await visit(page, byAttribute)
    expect(body.indexOf('p4')).toBeLessThan(body.indexOf('p6'))
  })

  test('takes no product from the cards that Limen shows beside it', async () => {
    const { body, order } = await visit(`${grid(['p5', 'p4'])}<section class=also></section>`)
    expect(order).toEqual(['p4', 'p5', 'p4', 'p5'])
    expect(body).toContain('limen-also-title')
  })

  test('of nothing that is ranked leaves the page plain, with its own headers', async () => {
    const page = grid(['p11', 'nothing'])
    const { body, response, trace } = await visit(page)
    expect(body).toBe(page)
    expect(response.headers.get('etag')).toBe('"1"')
    expect(trace?.plain).toBe('no-candidates')
  })

  test('is kept by no cache', async () => {
    const { response } = await visit(grid(['p5', 'p4']))
    expect(response.headers.get('cache-control')).toBe('private, no-store')
    expect(response.headers.has('etag')).toBe(false)
  })
})

describe('a chosen variant', () => {
  const variants = [
    '<div data-variant data-limen-product="p7">seven</div>',
    '<div data-variant data-limen-category="pots">pots</div>',
    '<div data-variant data-limen-product="p11">sold out</div>',
  ]
  const page = `<div class=hero>${variants.join('')}</div>`

  test('is the one whose product or category is ranked best', async () => {
    expect((await visit(page)).body).toBe(`<div class=hero>${variants[1]}</div>`)
    const others = page.replace('pots"', 'sheds"')
    expect((await visit(others)).body).toBe(`<div class=hero>${variants[0]}</div>`)
  })

  test('is none when nothing of them is ranked', async () => {
    const others = page.replace('pots"', 'sheds"').replace('p7"', 'p3"')
    const { body, trace } = await visit(others)
    expect(body).toBe(others)
    expect(trace?.slots.get('hero')).toBe('no-candidates')
  })
})

function grid(ids: readonly string[]): string {
  const cards = ids.map((id) => `<li class=product><a href="/product/${id}">${id}</a></li>`)
  return `<ul class=products>${cards.join('\n')}</ul>`
}

async function visit(page: string, its = slots) {
  const app = new Hono<LimenEnv>()
  let trace: LimenEnv['Variables']['limen'] | undefined
  app.use(async (c, next) => {
    await next()
    trace = c.var.limen
  })
  const headers = { 'content-type': 'text/html; charset=utf-8', etag: '"1"' }
  const fetch = async () => new Response(page, { headers })
  app.use(personalize(await smallConfig({ slots: its }), { fetch, cache: null }))
  const context = createExecutionContext()
  const response = await app.fetch(new Request('https://shop.example/product/p3'), {}, context)
  const body = await response.text()
  await waitOnExecutionContext(context)
  const order = [...body.matchAll(/<a href="\/product\/(\w+)"/g)].map(([, id]) => id)
  return { response, body, trace, order }
}
