import { expect, test } from 'vitest'
import { findPlaces } from '../../src/dev/places.ts'
import { smallConfig } from '../fixtures/small-shop.ts'

test('there is a place to go for each kind of page that can be addressed', async () => {
  const config = await smallConfig({
    routes: [
      { match: '/', mode: 'page', page: 'home' },
      { match: '/p/:product', mode: 'page', page: 'product' },
      { match: '/product/:product', mode: 'page', page: 'product' },
      { match: '/c/:category', mode: 'page', page: 'category' },
      { match: '/blog/*', mode: 'page', page: 'blog' },
      { match: '/style.css', mode: 'page' },
      { match: '/cart', mode: 'pass', page: 'cart' },
    ],
  })
  expect(await findPlaces(config)).toEqual([
    { label: 'home', path: '/' },
    { label: 'product', path: '/p/p0' },
    { label: 'category', path: '/c/pots' },
  ])
})
