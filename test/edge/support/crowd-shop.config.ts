import { sha256 } from '../../../src/lib/bytes.ts'
import type { Manifest, StartScorer } from '../../../src/model/index.ts'
import { smallConfig, smallManifest } from '../../fixtures/small-shop.ts'

const ids = Array.from({ length: 64 }, (_, i) => `p${i}`)
const file = new TextEncoder().encode('a model of the crowd').buffer as ArrayBuffer

const manifest: Manifest = {
  ...(await smallManifest()),
  sha256: await sha256(file),
  bytes: file.byteLength,
  inputs: {
    items: 8,
    contexts: [
      { feature: 'page_type', rows: ['', 'home', 'product', 'category'] },
      { feature: 'category', rows: ['', 'even', 'odd'] },
      { feature: 'device_class', rows: ['', 'desktop', 'mobile', 'tablet'] },
      { feature: 'country', rows: ['', 'GB', 'DE', 'FR', 'US'] },
    ],
  },
  top: ids.length,
  catalogue: { sha256: await sha256(ids.join('\n')), items: ids },
}

/** Orders the products by all that the visit says, and lets other requests in while it does. */
const slowly: StartScorer = async () => {
  await scheduler.wait(20)
  return {
    engine: 'test',
    async score({ items, contexts }) {
      const scored = ids.map((_, row) => ({ row, score: mix([row, items[0] ?? 0, ...contexts]) }))
      await scheduler.wait((items[0] ?? 0) % 4)
      scored.sort((a, b) => b.score - a.score)
      return {
        items: Int32Array.from(scored, ({ row }) => row),
        scores: Float32Array.from(scored, ({ score }) => score),
      }
    },
  }
}

function mix(numbers: readonly number[]): number {
  return numbers.reduce((mixed, number) => Math.imul(mixed ^ number, 0x9e3779b1) >>> 7, 1)
}

/** A shop in which what a page shows tells whose request it answers. */
export default await smallConfig({
  site: { origin: 'env:ORIGIN', languages: ['en'] },
  routes: [
    { match: '/', mode: 'page', page: 'home' },
    { match: '/product/:product', mode: 'page', page: 'product' },
    { match: '/category/:category', mode: 'page', page: 'category' },
    { match: '/style.css', mode: 'page' },
    { match: '/cart/*', mode: 'pass', cookies: ['session'], fields: ['id'] },
  ],
  consent: { issuer: 'https://shop.example', audience: 'shop.example', keys: 'env:CONSENT_JWKS' },
  catalogue: {
    feed: [
      'id\ttitle\tlink\timage_link\tprice\tavailability\tproduct_type',
      ...ids.map((id, i) =>
        [
          ...[id, `Thing ${i}`, `/product/${id}`, `/images/${id}.svg`, `${i + 1}.50 GBP`],
          ...['in_stock', i % 2 ? 'Odd' : 'Even'],
        ].join('\t'),
      ),
    ].join('\n'),
  },
  model: { manifest, file, engine: slowly },
  slots: {
    also: { select: 'section.also', heading: 'You may also like', limit: 4 },
    more: { select: 'aside.more', heading: 'More', limit: 4 },
  },
  limits: { originMs: 5000, rankingMs: 1000 },
})
