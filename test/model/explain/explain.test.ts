import { describe, expect, test } from 'vitest'
import shipped from '../../../models/gift-shop.onnx'
import manifestJson from '../../../models/manifest.json' with { type: 'json' }
import { compact } from '../../../src/model/compact/index.ts'
import { createEncoder, type DescribedVisit } from '../../../src/model/encode.ts'
import {
  createExplainer,
  type Explanation,
  type ScorePart,
} from '../../../src/model/explain/explain.ts'
import { explainInWords } from '../../../src/model/explain/words.ts'
import { itemKinds, type Manifest } from '../../../src/model/manifest.ts'
import { onnx } from '../../../src/model/onnx.ts'
import { numbersFrom, rankingGraph, small } from '../compact/support/ranking-graph.ts'

const manifest = manifestJson as unknown as Manifest
const explain = createExplainer(manifest, shipped)

describe('the parts of a score', () => {
  test.each([
    ['compact', compact],
    ['ONNX Runtime', onnx],
  ])(
    'add up to what %s scores, on 1,000 visits',
    async (_, start) => {
      const scorer = await start(shipped)
      const encode = createEncoder(manifest)
      const random = numbersFrom(1)
      for (let i = 0; i < 1000; i++) {
        const visit = someVisit(manifest, random)
        const { items, scores } = await scorer.score(encode(visit))
        const rank = Math.floor(random() * manifest.top)
        const item = manifest.catalogue.items[items[rank] as number] as string
        const score = scores[rank] as number

        const explanation = explain(visit, item, score) as Explanation

        expect(explanation.method).toBe('exact')
        expect(Math.abs(total(explanation.parts) - score)).toBeLessThan(1e-6)
        // The rest is small: it hides nothing.
        expect(Math.abs(amountOf(explanation, 'rounding'))).toBeLessThan(0.05)
        // Asked without a score, it finds the same one by itself, but for a last bit.
        expect(explain(visit, item)?.score).toBeCloseTo(score, 5)
      }
    },
    60_000,
  )

  test('are those of the inputs that the visit has, each by its name', () => {
    const [id, other] = manifest.catalogue.items as [string, string]
    const visit: DescribedVisit = {
      items: [{ id, kind: 'view' }],
      context: new Map([
        ['country', 'GB'],
        ['category', 'unheard-of'],
      ]),
    }
    const parts = explain(visit, other)?.parts.map(({ amount: _, ...part }) => part)
    expect(parts).toContainEqual({ of: 'item', id, kind: 'view' })
    expect(parts).toContainEqual({ of: 'context', feature: 'country', value: 'GB' })
    expect(parts?.filter(({ of }) => of === 'context')).toHaveLength(1)
  })

  test('to a visit of which nothing is known are the prior alone', () => {
    const [id = ''] = manifest.catalogue.items
    const explanation = explain({ items: [], context: new Map() }, id) as Explanation
    expect(explanation.parts.map(({ of }) => of)).toEqual(['prior', 'rounding'])
    expect(amountOf(explanation, 'prior')).toBe(explanation.score)
  })

  test('of an item without a row are nobody knows what', () => {
    expect(explain({ items: [], context: new Map() }, 'no-such-item')).toBeUndefined()
  })
})

describe('a graph that Limen did not train', () => {
  const sizes = { ...small, neighbours: 3 }
  const foreign = {
    ...manifest,
    top: small.top,
    inputs: {
      items: small.history,
      contexts: [
        { feature: 'country', rows: ['', 'GB', 'DE'] },
        { feature: 'category', rows: ['', 'mugs', 'pots'] },
      ],
    },
    catalogue: { sha256: '', items: Array.from({ length: small.items }, (_, i) => `p${i}`) },
  } as Manifest
  const explainForeign = createExplainer(foreign, rankingGraph(sizes, 3))

  test('is explained by what the score loses without each input, and says so', async () => {
    const scorer = await compact(rankingGraph(sizes, 3))
    const random = numbersFrom(2)
    for (let i = 0; i < 100; i++) {
      const visit = someVisit(foreign, random)
      const { items, scores } = await scorer.score(createEncoder(foreign)(visit))
      const explanation = explainForeign(visit, `p${items[0]}`) as Explanation
      expect(explanation.method).toBe('leave-one-out')
      expect(explanation.score).toBe(scores[0])
      expect(Math.abs(total(explanation.parts) - explanation.score)).toBeLessThan(1e-6)
    }
  })

  test('gives the one input of a visit all that it changed', () => {
    const visit: DescribedVisit = { items: [{ id: 'p7', kind: 'cart' }], context: new Map() }
    const { parts, score } = explainForeign(visit, 'p9') as Explanation
    const prior = explainForeign({ items: [], context: new Map() }, 'p9')?.score ?? Number.NaN
    expect(parts[0]).toEqual({ of: 'item', id: 'p7', kind: 'cart', amount: score - prior })
  })
})

describe('in words', () => {
  const because = (...parts: ScorePart[]) =>
    explainInWords({ item: 'x', score: total(parts), method: 'exact', parts }, (id) =>
      id === 'p1' ? 'Teapot' : undefined,
    ).sentence
  const item = (id: string, amount: number, kind: 'view' | 'cart' = 'view'): ScorePart => ({
    of: 'item',
    id,
    kind,
    amount,
  })
  const prior = (amount: number): ScorePart => ({ of: 'prior', amount })

  test('a product is named when it carries a quarter', () => {
    expect(because(item('p1', 1), prior(3))).toBe('Shown because you looked at Teapot.')
    expect(because(item('p1', 0.9), prior(3))).toBe('Shown because it is popular here.')
  })

  test('what a product adds as itself and by its neighbours is one ground', () => {
    const beside: ScorePart = { of: 'neighbour', id: 'p1', kind: 'view', amount: 1 }
    expect(because(item('p1', 1), beside, prior(5))).toBe('Shown because you looked at Teapot.')
  })

  test('the product of the page is named as that, and what was done with it as done', () => {
    const said = (part: ScorePart) =>
      explainInWords({ item: 'x', score: 1, method: 'exact', parts: [part] }, () => 'Teapot', 'p1')
        .sentence
    expect(said(item('p1', 1))).toBe('Shown because it goes with the product on this page.')
    expect(said(item('p1', 1, 'cart'))).toBe('Shown because Teapot is in your cart.')
    expect(said(item('p2', 1))).toBe('Shown because you looked at Teapot.')
  })

  test('two grounds at most are named, the larger first', () => {
    const country: ScorePart = { of: 'context', feature: 'country', value: 'GB', amount: 1.5 }
    expect(because(item('p1', 1), country, item('p2', 2, 'cart'), prior(0.1))).toBe(
      'Shown because p2 is in your cart, and it is often bought in your country.',
    )
  })

  test('what lowers a score is no ground, and what counts nothing neither', () => {
    expect(because(item('p1', -5), prior(-2))).toBe('Shown because it is popular here.')
  })
})

function total(parts: readonly ScorePart[]): number {
  return parts.reduce((sum, { amount }) => sum + amount, 0)
}

function amountOf({ parts }: Explanation, of: ScorePart['of']): number {
  return total(parts.filter((part) => part.of === of))
}

/** Any number of items of any kind, and some contexts; now and then a value that is not known. */
function someVisit({ inputs, catalogue }: Manifest, random: () => number): DescribedVisit {
  const one = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T
  const items = Array.from({ length: Math.floor(random() * (inputs.items + 1)) }, () => ({
    id: one(catalogue.items),
    kind: one(itemKinds),
  }))
  const known = inputs.contexts.filter(() => random() < 0.5)
  return {
    items,
    context: new Map(known.map(({ feature, rows }) => [feature, one([...rows, 'unheard-of'])])),
  }
}
