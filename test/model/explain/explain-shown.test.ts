import { describe, expect, test } from 'vitest'
import shipped from '../../../models/gift-shop.onnx'
import manifestJson from '../../../models/manifest.json' with { type: 'json' }
import type { Product } from '../../../src/catalogue/product.ts'
import { compact } from '../../../src/model/compact/index.ts'
import type { DescribedVisit } from '../../../src/model/encode.ts'
import { createExplainer, type Explanation } from '../../../src/model/explain/explain.ts'
import { explainShown } from '../../../src/model/explain/explain-shown.ts'
import { explainInWords } from '../../../src/model/explain/words.ts'
import type { Manifest } from '../../../src/model/manifest.ts'
import { createRanker, type Ranking } from '../../../src/model/rank.ts'
import { shelf, someModel } from '../../fixtures/release-models.ts'

const manifest = manifestJson as unknown as Manifest
const model = { manifest, file: shipped }
const [first, second] = manifest.catalogue.items as [string, string]
const titleOf = (id: string) => `the thing ${id}`
const everything = { ...shelf, isNamed: () => true }

describe('why each product is shown', () => {
  test('is what the parts of its own score say', async () => {
    const visit: DescribedVisit = {
      items: [
        { id: first, kind: 'view', feature: 'product' },
        { id: second, kind: 'cart', feature: 'cart_items' },
      ],
      context: new Map([['country', 'GB']]),
    }
    const ranking = await rank(visit)
    const products = productsOf(ranking)

    const told = explainShown({ ranking, visit, products, titleOf })

    const explain = createExplainer(manifest, shipped)
    for (const { product, score } of ranking.best().slice(0, 8)) {
      const explanation = explain(visit, product.id, score) as Explanation
      expect(explanation.method).toBe('exact')
      expect(told.get(product.id)).toBe(explainInWords(explanation, titleOf, first).sentence)
    }
    expect(told.size).toBe(8)
    expect([...told.values()].join()).toContain('the product on this page')
    expect([...told.values()].join()).toContain(`the thing ${second} is in your cart`)
  })

  test('follows the visit, though the model stays open', async () => {
    const said = async (visit: DescribedVisit) => {
      const ranking = await rank(visit)
      const products = productsOf(ranking)
      return [...explainShown({ ranking, visit, products, titleOf }).values()].join()
    }
    const nobody: DescribedVisit = { items: [], context: new Map() }
    const before = await said(nobody)
    expect(before).toMatch(/^(Shown because it is popular here\.,?){8}$/)
    const looked = { id: first, kind: 'view', feature: 'recent_items' } as const
    expect(await said({ ...nobody, items: [looked] })).toContain(`you looked at the thing ${first}`)
    expect(await said(nobody)).toBe(before)
  })

  test('is not known of what is only popular, nor of what was not ranked', async () => {
    const visit: DescribedVisit = { items: [], context: new Map() }
    const ranking = await rank(visit)
    const [product] = productsOf(ranking) as [Product]
    const { model: _, ...popular } = { ...ranking, by: 'popular' as const }
    expect(explainShown({ ranking: popular, visit, products: [product], titleOf }).size).toBe(0)
    const other = { ...product, id: 'not-ranked' }
    expect(explainShown({ ranking, visit, products: [other], titleOf }).size).toBe(0)
  })

  test('is not made up for a graph whose sum is not known, nor for one that cannot be read', async () => {
    const visit: DescribedVisit = { items: [{ id: 'p7', kind: 'view' }], context: new Map() }
    const foreign = await someModel(3)
    const ranking = await rank(visit, foreign)
    const products = productsOf(ranking)
    expect(explainShown({ ranking, visit, products, titleOf }).size).toBe(0)
    const unread = { ...ranking, model: { ...foreign, file: new ArrayBuffer(8) } }
    expect(explainShown({ ranking: unread, visit, products, titleOf }).size).toBe(0)
  })
})

async function rank(visit: DescribedVisit, { manifest, file } = model): Promise<Ranking> {
  const onFault = (fault: unknown) => {
    throw fault
  }
  const options = { manifest, file, start: compact, shelf: everything, deadlineMs: 5000, onFault }
  return createRanker(options).rank(visit, { keepAlive: () => undefined, remember: false })
}

function productsOf({ best }: Ranking): Product[] {
  return best(8).map(({ product }) => product)
}
