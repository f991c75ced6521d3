import { expect, test } from 'vitest'
import { html, openShop, pageOf, titleOf } from './shop.ts'

const slowly = (response: () => Response) =>
  new Promise<Response>((resolve) => setTimeout(() => resolve(response()), 30))

test('64 who want a page at once ask once', async () => {
  const shop = openShop((_, count) => slowly(() => html(pageOf(`v${count}`))))
  const pages = await Promise.all(Array.from({ length: 64 }, () => shop.load()))
  expect(new Set(await Promise.all(pages.map(titleOf)))).toEqual(new Set(['v1']))
  expect(shop.asked).toHaveLength(1)
})

test('who wants another page does not wait', async () => {
  const shop = openShop((request) =>
    request.url.endsWith('/slow') ? new Promise(() => undefined) : html(pageOf('quick')),
  )
  const never = shop.load('/slow')
  expect(await titleOf(await shop.load('/quick'))).toBe('quick')
  never.catch(() => undefined)
})

test('64 who want a page that is stale ask once', async () => {
  const shop = openShop((_, count) => slowly(() => html(pageOf(`v${count}`))))
  await shop.load()
  shop.clock.pass(60)
  const pages = await Promise.all(Array.from({ length: 64 }, () => shop.load()))
  expect(new Set(await Promise.all(pages.map(titleOf)))).toEqual(new Set(['v2']))
  expect(shop.asked).toHaveLength(2)
})

test('when the one who asks fails, the others ask for themselves', async () => {
  const shop = openShop((_, count) =>
    slowly(() => {
      if (count === 1) return html('busy', {}, 503)
      return html(pageOf('a'))
    }),
  )
  const pages = await Promise.all(Array.from({ length: 8 }, () => shop.load()))
  const titles = await Promise.all(pages.map(titleOf))
  expect(titles.filter((title) => title === 'a')).toHaveLength(7)
})

test('in an outage all have the stale page, and the shop is asked once', async () => {
  const shop = openShop((_, count) => slowly(() => html(pageOf('a'), fresh, count > 1 ? 503 : 200)))
  await shop.load()
  shop.clock.pass(3600)
  const pages = await Promise.all(Array.from({ length: 64 }, () => shop.load()))
  expect(pages.every(({ stale }) => stale)).toBe(true)
  expect(shop.asked).toHaveLength(2)
})

test('when the one who asks never hears, the others do not wait for ever', async () => {
  const limits = { pageBytes: 2 ** 20, originMs: 150 }
  const shop = openShop(
    (_, count) => (count === 1 ? new Promise(() => undefined) : html(pageOf('a'))),
    { limits },
  )
  const never = shop.load()
  const pages = await Promise.all(Array.from({ length: 8 }, () => shop.load()))
  expect(new Set(await Promise.all(pages.map(titleOf)))).toEqual(new Set(['a']))
  never.catch(() => undefined)
})

test('what cannot be shared is not waited for, once that is known', async () => {
  let together = 0
  let most = 0
  const shop = openShop(async () => {
    most = Math.max(most, ++together)
    await slowly(() => html(''))
    together--
    return html(pageOf('a'), { 'cache-control': 'private' })
  })
  await shop.load()
  await Promise.all(Array.from({ length: 8 }, () => shop.load()))
  expect(shop.asked).toHaveLength(9)
  expect(most).toBe(8)
})

test('a page that becomes shareable is waited for again', async () => {
  const shop = openShop((_, count) => {
    const field = count === 1 ? 'private' : 'max-age=10'
    return slowly(() => html(pageOf('a'), { 'cache-control': field }))
  })
  await shop.load()
  await shop.load()
  shop.clock.pass(10)
  await Promise.all(Array.from({ length: 8 }, () => shop.load()))
  expect(shop.asked).toHaveLength(3)
})

test('a page that no memory can hold is not waited for, one after the other', async () => {
  let together = 0
  let most = 0
  const shop = openShop(
    async () => {
      most = Math.max(most, ++together)
      await slowly(() => html(''))
      together--
      return html(pageOf('a'))
    },
    { memoryBytes: 4096 },
  )
  await Promise.all(Array.from({ length: 8 }, () => shop.load()))
  expect(most).toBe(7)
})

test('when the one who asks fails and must be asked, nobody gets the stale page', async () => {
  const headers = { 'cache-control': 'max-age=60, must-revalidate' }
  const shop = openShop((_, count) =>
    slowly(() => (count === 2 ? html('busy', {}, 503) : html(pageOf(`v${count}`), headers))),
  )
  await shop.load()
  shop.clock.pass(60)
  const pages = await Promise.all(Array.from({ length: 8 }, () => shop.load()))
  expect(await Promise.all(pages.map(titleOf))).not.toContain('v1')
})

const fresh = { 'cache-control': 'max-age=60' }
