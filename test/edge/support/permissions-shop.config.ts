import type { Config } from '../../../src/config/index.ts'
import { sha256 } from '../../../src/lib/bytes.ts'
import type { Manifest, StartScorer } from '../../../src/model/index.ts'
import { profile } from '../../../src/profile/index.ts'
import { smallConfig, smallManifest } from '../../fixtures/small-shop.ts'
import { mixedOrder, type Told } from './mixed-order.ts'

export const ids = Array.from({ length: 64 }, (_, i) => `p${i}`)

/** Every ninth product is sold out; p20 and p21 are variants of one another. */
export const isSoldOut = (id: string) => Number(id.slice(1)) % 9 === 8
export const groupOf = (id: string) => (id === 'p20' || id === 'p21' ? 'g' : id)

export const pageTypes = ['', 'home', 'product', 'category']

const file = new TextEncoder().encode('a model of permissions').buffer as ArrayBuffer

const manifest: Manifest = {
  ...(await smallManifest()),
  sha256: await sha256(file),
  bytes: file.byteLength,
  inputs: { items: 16, contexts: [{ feature: 'page_type', rows: pageTypes }] },
  top: ids.length,
  catalogue: { sha256: await sha256(ids.join('\n')), items: ids },
}

/** Lets other requests in while it thinks. */
const mixing: StartScorer = async () => ({
  engine: 'test',
  async score({ items, kinds, itemMask, contexts }) {
    const told: Told[] = []
    for (const [at, mask] of itemMask.entries()) {
      if (mask === 1) told.push([items[at] as number, kinds[at] as number])
    }
    const order = mixedOrder(ids.length, told, contexts)
    await scheduler.wait(told.length % 4)
    return {
      items: Int32Array.from(order, ({ row }) => row),
      scores: Float32Array.from(order, ({ score }) => score),
    }
  },
})

/** A shop in which what a page shows tells whose history it was made of. */
export async function permissionsShop(engine: StartScorer = mixing): Promise<Config> {
  return smallConfig({
    site: { origin: 'env:ORIGIN', languages: ['en'] },
    routes: [
      { match: '/', mode: 'page', page: 'home' },
      { match: '/category/:category', mode: 'page', page: 'category' },
      // The shop says how each page may be kept; its name tells.
      ...['kept', 'checked', 'fresh', 'slow', 'bare'].map((way) => ({
        match: `/${way}/:product`,
        mode: 'page' as const,
        page: 'product',
      })),
    ],
    consent: {
      issuer: 'https://shop.example',
      audience: 'shop.example',
      keys: 'env:CONSENT_JWKS',
      insecureSkipRevocation: true,
    },
    profile: profile({ keys: 'env:PROFILE_KEYS' }),
    catalogue: {
      feed: [
        'id\ttitle\tlink\timage_link\tprice\tavailability\titem_group_id\tproduct_type',
        ...ids.map((id, i) =>
          [
            ...[id, `Thing ${i}`, `/kept/${id}`, `/images/${id}.svg`, `${i + 1}.50 GBP`],
            ...[isSoldOut(id) ? 'out_of_stock' : 'in_stock', groupOf(id) === id ? '' : 'g'],
            i % 2 ? 'Odd' : 'Even',
          ].join('\t'),
        ),
      ].join('\n'),
    },
    model: { manifest, file, engine },
    slots: {
      also: { select: 'section.also', heading: 'You may also like', limit: 4 },
      more: { select: 'aside.more', heading: 'More', limit: 4 },
      grid: { mode: 'rerank', select: 'ul.grid', card: 'li' },
    },
    limits: { originMs: 20_000, rankingMs: 1000 },
  })
}

export { mixing }
export default await permissionsShop()
