import fc from 'fast-check'
import { expect, inject, test } from 'vitest'
import shipped from '../../models/gift-shop.onnx'
import manifestJson from '../../models/manifest.json' with { type: 'json' }
import { compact } from '../../src/model/compact/index.ts'
import { createEncoder } from '../../src/model/encode.ts'
import { openGraph } from '../../src/model/explain/index.ts'
import type { Manifest } from '../../src/model/manifest.ts'
import { onnx } from '../../src/model/onnx.ts'
import type { ModelInputs } from '../../src/model/scorer.ts'
import { features, type Purpose, purposes } from '../../src/policy/index.ts'
import { describeVisit, type VisitFacts } from '../../src/visit/describe-visit.ts'

const manifest = manifestJson as unknown as Manifest
const encode = createEncoder(manifest)
const numRuns = inject('wholePageRuns') ?? 300

const id = fc.constantFrom(...manifest.catalogue.items.slice(0, 400))
const rowsOf = (feature: string) => [
  ...(manifest.inputs.contexts.find((context) => context.feature === feature)?.rows ?? []),
]

/** All that a request and a profile can tell. */
const facts: fc.Arbitrary<VisitFacts> = fc
  .record({
    pageType: fc.constantFrom('home', 'category', 'product', undefined),
    product: fc.option(id, { nil: undefined }),
    category: fc.option(fc.constantFrom(...rowsOf('category')), { nil: undefined }),
    profile: fc.record({ viewed: fc.array(id), cart: fc.array(id, { maxLength: 4 }) }),
    hours: fc.nat(168),
    device: fc.constantFrom('mobile', 'desktop'),
    referrer: fc.constantFrom('https://www.google.com/', 'https://shop.example/', null),
    country: fc.constantFrom('GB', 'DE', 'FR', undefined),
  })
  .map(({ hours, ...rest }) => ({
    ...rest,
    now: new Date(Date.UTC(2026, 0, 5, hours)),
    timeZone: 'Europe/London',
    siteHost: 'shop.example',
    isNamed: () => true,
    categoryOf: (product) => rowsOf('category')[1 + (product.charCodeAt(0) % 40)],
  }))

// Without `contextual` nothing is offered and so nothing is described, whatever else is granted.
const permissions = fc
  .subarray([...purposes])
  .map((granted) => (granted.includes('contextual') ? granted : []))

const profileFeatures = Object.values(features).filter(({ source }) => source === 'profile')

/** The same visit, except for everything that may not be looked at. */
function flipped(given: VisitFacts, other: VisitFacts, permitted: readonly Purpose[]): VisitFacts {
  const isRequestRead = permitted.includes('contextual')
  const isProfileRead = profileFeatures.some(({ purpose }) => permitted.includes(purpose))
  const { profile, ...request } = isRequestRead ? given : other
  return { ...request, profile: isProfileRead ? given.profile : other.profile }
}

test('flipping what is not permitted leaves every score as it was, to the last bit', async () => {
  const graph = openGraph(shipped)
  const engines = await Promise.all([compact(shipped), onnx(shipped)])
  const allScores = (inputs: ModelInputs) => {
    graph.evaluate(inputs)
    return bits(graph.value(graph.scores))
  }
  await fc.assert(
    fc.asyncProperty(facts, facts, permissions, async (given, other, permitted) => {
      const isPermitted = (purpose: Purpose) => permitted.includes(purpose)
      const before = encode(describeVisit(given, isPermitted))
      const after = encode(describeVisit(flipped(given, other, permitted), isPermitted))
      const meddled = beneathMask(before, encode(describeVisit(other, () => true)))
      for (const changed of [after, meddled]) {
        expect(allScores(changed)).toBe(allScores(before))
        for (const engine of engines) {
          const [a, b] = [await engine.score(before), await engine.score(changed)]
          expect(b.items).toEqual(a.items)
          expect(bits(b.scores)).toBe(bits(a.scores))
        }
      }
    }),
    { numRuns },
  )
}, 120_000)

test('flipping what is permitted does change scores: the test above can fail', async () => {
  const scorer = await compact(shipped)
  const [one, two] = manifest.catalogue.items as [string, string]
  const score = async (product: string) => {
    const visit = describeVisit(
      { ...(fc.sample(facts, { numRuns: 1, seed: 1 })[0] as VisitFacts), product },
      () => true,
    )
    return bits((await scorer.score(encode(visit))).scores)
  }
  expect(await score(one)).not.toBe(await score(two))
})

/** The inputs with the rows of another visit wherever the mask is 0. */
function beneathMask(inputs: ModelInputs, other: ModelInputs): ModelInputs {
  const { itemMask, contextMask } = inputs
  const change = (rows: Int32Array, others: Int32Array, mask: Float32Array) =>
    rows.map((row, at) => (mask[at] === 0 ? (others[at] as number) : row))
  return {
    ...inputs,
    items: change(inputs.items, other.items, itemMask),
    kinds: change(inputs.kinds, other.kinds, itemMask),
    contexts: change(inputs.contexts, other.contexts, contextMask),
  }
}

/** A digest of every bit: a difference is short to tell. */
function bits(scores: ArrayLike<number>): string {
  const words = new Uint32Array(Float32Array.from(scores).buffer)
  return words.reduce((digest, word) => Math.imul(digest, 31) ^ word, 7).toString(16)
}
