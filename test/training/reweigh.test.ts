import { describe, expect, test } from 'vitest'
import { type AuditResult, audit, type Showing } from '../../src/fairness/index.ts'
import { createItemTable } from '../../src/training/dataset.ts'
import {
  type Basket,
  best,
  defaults,
  halfBasket,
  nextLine,
  type Protocol,
  type Reweighing,
  type TrainedModel,
  toOrders,
  trainModel,
} from '../../src/training/index.ts'
import { levels, rankByModel } from '../../src/training/levels.ts'
import { createRandom, type Random } from '../../src/training/random.ts'
import { reweigh } from '../../src/training/reweigh.ts'
import { options, products } from './support/shop.ts'

const perFamily = 12
const families = products.length / perFamily
/** The first half of each family. */
const isFirst = (id: string) => Number(id.slice(1)) % perFamily < perFamily / 2
const halves = (ids: readonly string[]) => ids.map((id) => (isFirst(id) ? 'first' : 'second'))
const region = ({ country }: Basket) => (country === 'GB' ? 'north' : 'south')

describe('the north buys one half of every family, and the south the other', () => {
  const shop = planted((random, at) => {
    const isNorth = random.next() < 0.5
    const places = drawPlaces(random, isNorth ? 0.85 : 0.15)
    return { country: isNorth ? 'GB' : 'DE', items: itemsOf(at, places) }
  })
  const gap = (result: AuditResult) => {
    const offered = result.shopperGroups[0]?.outcomes.find(({ outcome }) => outcome === 'offered')
    return offered?.parity?.difference.value ?? -1
  }

  test('reweighed, the one half is offered to both alike', async () => {
    const both = { shopperGroup: region, itemGroups: halves }
    const [plain, reweighed] = [await shop(), await shop({ ...both, strength: 1 })]
    expect(gap(plain)).toBeGreaterThan(0.3)
    expect(gap(reweighed)).toBeLessThan(gap(plain) / 2)
    const somewhat = await shop({ ...both, strength: 0.5 })
    expect(gap(somewhat)).toBeLessThan(gap(plain))
    expect(gap(somewhat)).toBeGreaterThan(gap(reweighed))
  }, 60_000)
})

describe('a small region that buys otherwise, which no input tells', () => {
  const isSmall = new WeakSet<Basket>()
  const shop = planted(
    (random, at, note) => {
      const isSouth = random.next() < 0.15
      // All begin with the same item; then the regions part.
      const places = [0, ...(isSouth ? [3, 4] : [1, 2])]
      if (isSouth) note(isSmall)
      return { country: 'GB', items: itemsOf(at, places) }
    },
    { group: (basket) => (isSmall.has(basket) ? 'south' : 'north'), ask: firstLine, places: 2 },
  )
  const served = (result: AuditResult) => {
    const [outcome] = result.shopperGroups[0]?.outcomes ?? []
    return new Map(outcome?.rates.map(({ group, share }) => [group, share]))
  }

  test('reweighed, it is served nearer to as well', async () => {
    const shopperGroup = (basket: Basket) => (isSmall.has(basket) ? 'south' : 'north')
    const plain = served(await shop())
    const reweighed = served(await shop({ shopperGroup, strength: 1 }))
    const gap = (rates: ReadonlyMap<string, number>) =>
      Math.abs((rates.get('north') ?? 0) - (rates.get('south') ?? 0))
    expect(gap(plain)).toBeGreaterThan(0.8)
    expect(gap(reweighed)).toBeLessThan(gap(plain) - 0.2)
    expect(reweighed.get('south')).toBeGreaterThan((plain.get('south') ?? 1) + 0.2)
  }, 60_000)
})

describe('a half of every family that is bought less', () => {
  const shop = planted(
    (random, at) => ({ country: 'GB', items: itemsOf(at, drawPlaces(random, 0.75)) }),
    { ...usually, places: 6 },
  )
  const exposure = ({ items }: AuditResult) =>
    items[0]?.groups.find(({ group }) => group === 'second')?.perDemand.value ?? -1

  test('reweighed, it is seen nearer to as much as it is wanted', async () => {
    const plain = await shop()
    const found = new Map(plain.items[0]?.groups.map((each) => [each.group, each.perDemand.value]))
    const reweighed = await shop({ itemGroups: halves, exposure: found, strength: 0.5 })
    expect(exposure(plain)).toBeLessThan(0.8)
    expect(exposure(reweighed)).toBeGreaterThan(exposure(plain) * 1.2)
    expect(Math.abs(Math.log(exposure(reweighed)))).toBeLessThan(-Math.log(exposure(plain)))
  }, 60_000)
})

describe('the weights', () => {
  // Three lines of the north with the first half, one with the second; of the south one and one.
  const baskets = [
    { country: 'GB', items: ['p0', 'p1', 'p2', 'p6'] },
    { country: 'DE', items: ['p0', 'p6'] },
  ].map((each) => ({ ts: '2011-01-01T10:00', ...each }))
  const table = createItemTable({ products, baskets, ...defaults, minBaskets: 1 })
  const weights = (reweighing: Omit<Reweighing, 'name'>) => {
    const worthOf = reweigh({ name: '', ...reweighing }, { baskets, table, ...defaults })
    return baskets.map((basket) =>
      ['p0', 'p6'].map((id) => worthOf(basket)?.[table.ids.indexOf(id)]),
    )
  }
  const strength = 1

  test('of shoppers and items are P(s) · P(i) / P(s, i), worked by hand', () => {
    const both = { shopperGroup: region, itemGroups: halves }
    const [north, south] = weights({ ...both, strength })
    // 4/6 · 4/6 ÷ 3/6 and 4/6 · 2/6 ÷ 1/6; 2/6 · 4/6 ÷ 1/6 and 2/6 · 2/6 ÷ 1/6.
    expect(north?.[0]).toBeCloseTo(8 / 9, 12)
    expect(north?.[1]).toBeCloseTo(4 / 3, 12)
    expect(south?.[0]).toBeCloseTo(4 / 3, 12)
    expect(south?.[1]).toBeCloseTo(2 / 3, 12)
  })

  test('of shoppers make their groups count alike', () => {
    expect(weights({ shopperGroup: region, strength })).toEqual([
      [0.75, 0.75],
      [1.5, 1.5],
    ])
  })

  test('of items are the inverse of their exposure over demand, and the sum stays', () => {
    const exposure = new Map([
      ['first', 2],
      ['second', 0.5],
    ])
    // Four lines of 1/2 and two of 2 make six: all by itself.
    expect(weights({ itemGroups: halves, exposure, strength })).toEqual([
      [0.5, 2],
      [0.5, 2],
    ])
    expect(weights({ itemGroups: halves, exposure, strength: 0.5 })[0]?.[1]).toBeCloseTo(
      (Math.SQRT2 * 6) / (4 * Math.SQRT1_2 + 2 * Math.SQRT2),
      12,
    )
  })

  test('leave the record as it is without strength, and what is in no group at all times', () => {
    const all = { shopperGroup: region, itemGroups: halves, strength: 0 }
    expect(weights(all).flat()).toEqual([1, 1, 1, 1])
    const shopperGroup = ({ country }: Basket) => (country === 'GB' ? '' : 'south')
    expect(weights({ shopperGroup, itemGroups: halves, strength })[0]).toEqual([
      undefined,
      undefined,
    ])
  })

  test('need two groups', () => {
    expect(() => weights({ shopperGroup: () => 'all', strength })).toThrow(
      /^reweigh: needs two groups/,
    )
  })
})

test('weights of one change no byte, and others do', async () => {
  const train = (reweighing?: Reweighing) =>
    trainModel({ ...options, ...(reweighing && { reweighing }) }, () => {})
  const both = { name: 'halves', itemGroups: halves, shopperGroup: region }
  const [plain, none, some] = [
    await train(),
    await train({ ...both, strength: 0 }),
    await train({ ...both, strength: 1 }),
  ]
  expect(none.file).toEqual(plain.file)
  expect(plain.manifest.training).not.toHaveProperty('reweighed')
  expect(none.manifest.training.reweighed).toBe('halves')
  expect(some.file).not.toEqual(plain.file)
}, 60_000)

type MakeBasket = (
  random: Random,
  family: number,
  note: (set: WeakSet<Basket>) => void,
) => Pick<Basket, 'country' | 'items'>

interface Asked {
  readonly group: (basket: Basket) => string
  readonly ask: (orders: ReturnType<typeof toOrders>) => Protocol
  readonly places: number
}

const usually: Asked = { group: region, ask: (orders) => halfBasket(orders, 1), places: 3 }

/** A shop whose baskets somebody plants a gap in; trained, and audited on later baskets. */
function planted(make: MakeBasket, { group, ask, places }: Asked = usually) {
  const draw = (count: number, firstDay: string, seed: number) => {
    const random = createRandom(seed)
    return Array.from({ length: count }, (_, hour) => {
      const sets: WeakSet<Basket>[] = []
      const made = make(random, random.below(families), (set) => sets.push(set))
      const ts = new Date(Date.parse(firstDay) + hour * 3_600_000).toISOString().slice(0, 16)
      const basket = { ts, ...made }
      for (const set of sets) set.add(basket)
      return basket
    })
  }
  const [baskets, valid] = [draw(900, '2011-01-01', 1), draw(600, '2011-03-01', 2)]
  return async (reweighing?: Omit<Reweighing, 'name'>) => {
    const trained = await trainModel(
      {
        ...options,
        baskets,
        valid,
        ...(reweighing && { reweighing: { name: 'planted', ...reweighing } }),
      },
      () => {},
    )
    return auditOf(trained, showingsOf(trained))
  }

  function showingsOf({ model, table }: TrainedModel): Showing[] {
    const rank = rankByModel(model, table, levels.model)
    const scores = new Float64Array(model.items)
    return ask(toOrders(valid, table)).cases.flatMap((cases, at) =>
      cases.map(({ hidden, ...question }) => {
        rank(question, scores)
        for (const row of question.visible) scores[row] = Number.NEGATIVE_INFINITY
        return {
          shopper: `${at}`,
          labels: new Map([['region', group(valid[at] as Basket)]]),
          shown: [...best(scores, places)],
          taken: new Set(hidden),
        }
      }),
    )
  }
}

function auditOf({ table }: TrainedModel, showings: readonly Showing[]): AuditResult {
  const groups = halves(table.ids)
  return audit({
    showings,
    items: table.ids.length,
    itemGroups: new Map([['half', groups]]),
    declared: new Set(),
    shopperGroups: ['region'],
    isOffer: (row) => groups[row] === 'first',
    flip: { compared: 0, changed: [] },
    minimum: { shown: 30, positive: 0 },
    draws: { random: createRandom(1).next, times: 100 },
  })
}

/** Of each order its first line, to be followed by the second. */
function firstLine(orders: ReturnType<typeof toOrders>): Protocol {
  const { cases, repeats } = nextLine(orders)
  return { cases: cases.map((each) => each.slice(0, 1)), repeats }
}

function itemsOf(family: number, places: readonly number[]): string[] {
  return places.map((place) => `p${family * perFamily + place}`)
}

/** Four places of a family, of its first half as often as the share says. */
function drawPlaces(random: Random, share: number): number[] {
  const places = new Set<number>()
  while (places.size < 4) {
    places.add((random.next() < share ? 0 : perFamily / 2) + random.below(perFamily / 2))
  }
  return [...places]
}
