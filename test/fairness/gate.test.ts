import { describe, expect, test } from 'vitest'
import {
  type AuditOptions,
  audit,
  type Check,
  fairnessTable,
  holdGate,
  measureCost,
  type Showing,
} from '../../src/fairness/index.ts'
import { createRandom } from '../../src/training/random.ts'
import { failingRegion, fairShop, hidingSeller, itemCount, sellers } from './shop.ts'

const flip = { compared: 500, changed: [] }
const shop = fairShop(1500)

function auditOf(showings: readonly Showing[], more: Partial<AuditOptions> = {}) {
  return audit({
    showings,
    items: itemCount,
    itemGroups: new Map([['seller', sellers]]),
    declared: new Set(['seller']),
    shopperGroups: ['region'],
    flip,
    draws: { random: createRandom(1).next, times: 200 },
    ...more,
  })
}

function verdicts(checks: readonly Check[], verdict: Check['verdict']) {
  return checks.filter((check) => check.verdict === verdict).map(({ id }) => id)
}

describe('a shop that treats all alike', () => {
  test('passes', () => {
    const gate = holdGate(auditOf(shop))
    expect(gate.findings).toEqual([])
    expect(gate.passed).toBe(true)
    expect(gate.notAsked).toEqual(['offers', 'prices seen', 'what serves now'])
    expect(gate.checks.map(({ id }) => id)).toEqual([
      'price-flip',
      'enough.exposure.seller',
      'exposure.seller.large',
      'exposure.seller.small',
      'enough.served.region',
      'parity.served.region',
      'hit-rate.region.north',
      'hit-rate.region.south',
      'enough.found.region',
      'parity.found.region',
    ])
  })

  test('makes the same audit again, and another seed the same verdict', () => {
    expect(auditOf(shop)).toEqual(auditOf(shop))
    const draws = { random: createRandom(99).next, times: 200 }
    expect(holdGate(auditOf(shop, { draws })).passed).toBe(true)
  })
})

describe('a planted bias is found', () => {
  test('of exposure', () => {
    const gate = holdGate(auditOf(hidingSeller(shop)))
    expect(gate.passed).toBe(false)
    expect(verdicts(gate.checks, 'failed')).toEqual([
      'exposure.seller.large',
      'exposure.seller.small',
    ])
    expect(gate.findings[1]).toMatch(/^exposure.seller.small: exposure over demand 0\.\d+ \[/)
  })

  test('of quality', () => {
    const gate = holdGate(auditOf(failingRegion(shop)))
    const failed = verdicts(gate.checks, 'failed')
    expect(failed).toContain('parity.served.region')
    expect(failed).toContain('hit-rate.region.south')
    expect(failed).not.toContain('hit-rate.region.north')
    expect(failed).not.toContain('exposure.seller.small')
  })

  test('of quality, against a group that somebody named', () => {
    const options = { privileged: new Map([['region', 'north']]) }
    const [served] = auditOf(failingRegion(shop), options).shopperGroups[0]?.outcomes ?? []
    const [rates, ratios] = [served?.rates ?? [], served?.impact?.ratios ?? []]
    const rateOf = (name: string) => rates.find(({ group }) => group === name)?.share ?? 0
    expect(ratios.map(({ group }) => group)).toEqual(['south'])
    expect(ratios[0]?.ratio.value).toBeCloseTo(rateOf('south') / rateOf('north'), 10)
    expect(ratios[0]?.ratio.high).toBeLessThan(0.8)

    const nobody = { privileged: new Map([['region', 'west']]) }
    const [other] = auditOf(shop, nobody).shopperGroups[0]?.outcomes ?? []
    expect(other?.impact).toEqual({ privileged: 'west', ratios: [] })
  })

  test('of offers', () => {
    const isOffer = (row: number) => row < 10
    const fair = holdGate(auditOf(shop, { isOffer }))
    expect(verdicts(fair.checks, 'failed')).not.toContain('parity.offered.region')
    const steered = shop.map((showing) =>
      showing.labels.get('region') === 'south'
        ? { ...showing, shown: showing.shown.map((row) => (isOffer(row) ? row + 20 : row)) }
        : { ...showing, shown: showing.shown.map((row) => (row >= 50 ? row - 50 : row)) },
    )
    const gate = holdGate(auditOf(steered, { isOffer }))
    expect(gate.passed).toBe(false)
    expect(gate.checks.find(({ id }) => id === 'enough.offered.region')?.detail).toMatch(
      /^south \(0 of 30 positive\)/,
    )
  })

  test('of prices', () => {
    const prices = (surcharge: number) => {
      const random = createRandom(5)
      return new Map([
        [
          'region',
          Array.from({ length: 4000 }, (_, at) => {
            const group = at % 2 === 0 ? 'north' : 'south'
            const item = Math.floor(random.next() * 100)
            const price = (10 + item) * (group === 'south' ? 1 + surcharge : 1)
            return { item: `${item}`, context: `day ${at % 5}`, group, price }
          }),
        ],
      ])
    }
    expect(holdGate(auditOf(shop, { prices: prices(0) })).passed).toBe(true)
    const gate = holdGate(auditOf(shop, { prices: prices(0.02) }))
    expect(verdicts(gate.checks, 'failed')).toEqual(['price.region.north', 'price.region.south'])
  })

  test('of one price that depends on who asks, which nobody can waive', () => {
    const changed = [{ flip: 'country', item: 'tea' }]
    const waiver = { check: 'price-flip', reviewer: 'R', reason: 'r', until: '2099-01-01' }
    const gate = holdGate(auditOf(shop, { flip: { compared: 500, changed } }), {
      waivers: [waiver],
      today: '2026-01-01',
    })
    expect(gate.findings).toEqual(['price-flip: 1 prices changed; country changes that of tea'])
  })
})

describe('too thin is not passed', () => {
  test('when a group is small', () => {
    const few = shop.filter(({ labels }, at) => labels.get('region') === 'north' || at % 10 === 0)
    const gate = holdGate(auditOf(few))
    expect(gate.passed).toBe(false)
    expect(verdicts(gate.checks, 'failed')).toEqual([])
    expect(verdicts(gate.checks, 'not-enough')).toEqual([
      'enough.served.region',
      'parity.served.region',
    ])
    expect(gate.findings[0]).toMatch(/not enough data, south \(\d+ of 200 shown/)
  })

  test('when nobody is known to be of any group', () => {
    const gate = holdGate(auditOf(shop, { shopperGroups: ['age'] }))
    expect(gate.passed).toBe(false)
    expect(gate.findings).toContain("enough.served.age: not enough data, nobody's age is known")
  })

  test('when many rankings are of few shoppers', () => {
    const repeated = fairShop(12).flatMap((showing) => Array.from({ length: 60 }, () => showing))
    const gate = holdGate(auditOf(repeated))
    expect(verdicts(gate.checks, 'not-enough')).toContain('enough.served.region')
  })

  test('when nothing was flipped, and when nothing is there at all', () => {
    const none = auditOf(shop, { flip: { compared: 0, changed: [] } })
    expect(holdGate(none).findings).toEqual([
      'price-flip: not enough data, no price was compared; a feed has prices',
    ])
    expect(holdGate(auditOf([])).passed).toBe(false)
  })

  test('when prices were seen by one group alone', () => {
    const prices = new Map([['region', [{ item: 'a', context: 'b', group: 'south', price: 1 }]]])
    const gate = holdGate(auditOf(shop, { prices }))
    expect(verdicts(gate.checks, 'not-enough')).toEqual(['enough.price.region'])
  })
})

test('what nobody asked is said to be so', () => {
  const none = auditOf(shop, { declared: new Set(), shopperGroups: [] })
  expect(holdGate(none).notAsked).toEqual([
    ...['exposure of declared groups', 'groups of shoppers', 'offers', 'prices seen'],
    'what serves now',
  ])
})

describe('shoppers whose group is not known', () => {
  test('are counted, and are in no rate', () => {
    const some = shop.map((showing, at) =>
      at % 3 === 0 ? { ...showing, labels: new Map([['region', '']]) } : showing,
    )
    const [region] = auditOf(some).shopperGroups
    expect(region?.unknown).toBe(500)
    const cases = region?.outcomes[0]?.rates.reduce((sum, { trials }) => sum + trials, 0)
    expect(cases).toBe(1000)
  })
})

test('whom a ranking was for changes nothing of what was seen', () => {
  const swapped = shop.map((showing, at) => ({
    ...showing,
    labels: (shop[(at * 7 + 3) % shop.length] as Showing).labels,
  }))
  expect(auditOf(swapped).items).toEqual(auditOf(shop).items)
})

describe('beside what serves now', () => {
  test('worse by more than noise fails, as good passes', () => {
    const [fair, biased] = [auditOf(shop), auditOf(hidingSeller(shop))]
    const worse = holdGate(biased, { live: fair })
    expect(verdicts(worse.checks, 'failed')).toContain('live.exposure.seller.small')
    const better = holdGate(fair, { live: biased })
    expect(better.passed).toBe(true)
    expect(better.checks.some(({ id }) => id === 'live.exposure.seller.small')).toBe(true)
  })
})

describe('a waiver', () => {
  const result = auditOf(hidingSeller(shop))
  const waivers = ['exposure.seller.large', 'exposure.seller.small'].map((check) => ({
    check,
    reviewer: 'A. Reviewer',
    reason: 'the small seller is on holiday',
    until: '2026-12-31',
  }))

  test('opens the gate until it ends, and stays on record', () => {
    const gate = holdGate(result, { waivers, today: '2026-12-31' })
    expect(gate.passed).toBe(true)
    expect(gate.checks.filter(({ waiver }) => waiver)).toHaveLength(2)
    expect(holdGate(result, { waivers, today: '2027-01-01' }).passed).toBe(false)
  })

  test('is for the check that it names', () => {
    const gate = holdGate(result, { waivers: waivers.slice(1), today: '2026-01-01' })
    expect(gate.findings).toHaveLength(1)
  })
})

test('a re-ranking that costs too much fails', () => {
  const dear = shop.map((showing) => ({ ...showing, shown: showing.shown.toReversed() }))
  const wanted = shop.map((showing) => ({ ...showing, taken: new Set(showing.shown.slice(0, 2)) }))
  const draws = { random: createRandom(1).next, times: 50 }
  const cost = measureCost(
    wanted,
    dear.map((showing, at) => ({ ...showing, taken: wanted[at]?.taken ?? new Set() })),
    10,
    draws,
  )
  expect(verdicts(holdGate(auditOf(shop, { cost })).checks, 'failed')).toEqual(['cost'])
})

test('the table for a manifest has each figure with its error', () => {
  const table = fairnessTable(auditOf(shop))
  expect(Object.keys(table)).toEqual([
    ...['exposure.seller.large', 'exposure.seller.small'],
    ...['served.region.north', 'served.region.south', 'parity.served.region'],
    ...['found.region.north', 'found.region.south', 'parity.found.region'],
    'price-flip',
  ])
  expect(table['price-flip']).toEqual({ value: 0, standardError: 0 })
  expect(table['exposure.seller.small']?.value).toBeCloseTo(1, 0)
  for (const { value, standardError } of Object.values(table)) {
    expect(Number.isFinite(value) && Number.isFinite(standardError)).toBe(true)
  }
})
