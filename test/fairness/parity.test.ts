import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  compareRates,
  disparateImpact,
  type GroupRate,
  gapsOf,
  rateOf,
  ratesByGroup,
  type Trial,
} from '../../src/fairness/parity.ts'

// The input arrays of Fairlearn's user guide, "Common fairness metrics".
const truth = [0, 1, 1, 1, 1, 0, 1, 0, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1]
const predicted = [0, 0, 1, 0, 1, 1, 1, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1, 0]
const sensitive = [...'bbabbcccaacabccbcc']

const trials = (isWanted: (at: number) => boolean): Trial[] =>
  predicted.flatMap((positive, at) =>
    isWanted(at) ? [{ shopper: `${at}`, group: sensitive[at] as string, trials: 1, positive }] : [],
  )

describe('the example of Fairlearn’s user guide', () => {
  test('has a demographic parity difference of 0.25 and a ratio of 0.6667', () => {
    const parity = compareRates(ratesByGroup(trials(() => true)))
    expect(parity?.difference.value).toBeCloseTo(0.25, 10)
    expect(parity?.ratio.value).toBeCloseTo(0.66666, 4)
    expect(parity).toMatchObject({ highest: 'a' })
  })

  test('has true positive rates of 1/2, 3/5 and 2/5, so an equal opportunity difference of 0.2', () => {
    const rates = ratesByGroup(trials((at) => truth[at] === 1))
    expect(rates.map(({ group, share }) => [group, share])).toEqual([
      ['a', 0.5],
      ['b', 0.6],
      ['c', 0.4],
    ])
    expect(compareRates(rates)?.difference.value).toBeCloseTo(0.2, 10)
  })

  test('has a disparate impact that depends on who is said to be privileged', () => {
    const [a, b, c] = ratesByGroup(trials(() => true)) as [GroupRate, GroupRate, GroupRate]
    expect(disparateImpact(b, a).value).toBeCloseTo(0.5 / 0.75, 10)
    expect(disparateImpact(a, b).value).toBeCloseTo(0.75 / 0.5, 10)
    expect(disparateImpact(b, c).value).toBeCloseTo(1, 10)
  })
})

describe('trials of one shopper', () => {
  const repeated = (times: number): Trial[] =>
    Array.from({ length: 100 * times }, (_, at) => ({
      shopper: `${Math.floor(at / times)}`,
      group: 'all',
      trials: 1,
      positive: Math.floor(at / times) % 3 === 0 ? 1 : 0,
    }))

  test('count as one when they always end the same', () => {
    const { trials: count, effective, share } = rateOf(repeated(10))
    expect({ count, share: Math.round(share * 100) }).toEqual({ count: 1000, share: 34 })
    expect(effective).toBeCloseTo(99, 0)
  })

  test('count in full when there is one each', () => {
    expect(rateOf(repeated(1)).effective).toBeGreaterThan(98)
  })

  test('are never worth more than they are', () => {
    const trial = fc.record({
      shopper: fc.constantFrom(...'abcdef'),
      group: fc.constant('g'),
      trials: fc.constant(1),
      positive: fc.nat(1),
    })
    fc.assert(
      fc.property(fc.array(trial, { minLength: 1 }), (list) => {
        const { effective, trials: count } = rateOf(list)
        expect(effective).toBeLessThanOrEqual(count)
        expect(effective).toBeGreaterThan(0)
      }),
    )
  })
})

test('a group’s gap is to all others together, and says who is behind', () => {
  const group = (name: string, count: number, positive: number): Trial[] =>
    Array.from({ length: count }, (_, at) => ({
      shopper: `${name}${at}`,
      group: name,
      trials: 1,
      positive: at < positive ? 1 : 0,
    }))
  const gaps = gapsOf([...group('x', 100, 20), ...group('y', 100, 40), ...group('z', 100, 60)])
  expect(gaps.map(({ group: name, gap }) => [name, Math.round(100 * gap.value)])).toEqual([
    ['x', 30],
    ['y', 0],
    ['z', -30],
  ])
  expect(gaps[0]?.pValue).toBeLessThan(1e-6)
})

test('groups of unknown name are in no rate, and one group is compared with nobody', () => {
  const unknown = trials(() => true).map((trial) => ({ ...trial, group: '' }))
  expect(ratesByGroup(unknown)).toEqual([])
  expect(compareRates(ratesByGroup(trials((at) => sensitive[at] === 'a')))).toBeUndefined()
})

test('the names of groups and the order of trials change nothing', () => {
  const outcome = fc.record({ group: fc.constantFrom('p', 'q', 'r'), positive: fc.nat(1) })
  fc.assert(
    fc.property(fc.array(outcome, { minLength: 6, maxLength: 80 }), (list) => {
      const made = list.map((each, at) => ({ shopper: `${at}`, trials: 1, ...each }))
      const renamed = made.toReversed().map((each) => ({ ...each, group: `group ${each.group}` }))
      const [one, other] = [made, renamed].map((each) => compareRates(ratesByGroup(each)))
      expect(other?.difference.value).toBe(one?.difference.value)
      expect(other?.ratio.value).toBe(one?.ratio.value)
      expect(other?.difference.high ?? 0).toBeCloseTo(one?.difference.high ?? 0, 10)
    }),
  )
})
