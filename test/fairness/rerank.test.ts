import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exposureFloor, type Floor, movedUp } from '../../src/fairness/rerank.ts'

/** An item is its group and its rank, such as `a0`. */
const groupOf = (item: string) => (item.startsWith('-') ? undefined : item.slice(0, 1))
const list = (groups: string) => [...groups].map((group, rank) => `${group}${rank}`)
const keep = (floors: Floor[], places: number) => exposureFloor<string>({ groupOf, floors, places })

describe('worked by hand, with the floors of DetGreedy (Geyik, Ambler and Kenthapadi, KDD 2019)', () => {
  test('two fifths of five places: one of the first three, two of the five', () => {
    const ranked = keep([{ group: 'b', share: 0.4 }], 5)(list('aaaaabb'))
    expect(ranked).toEqual(['a0', 'a1', 'b5', 'a2', 'b6', 'a3', 'a4'])
  })

  test('what is there already is left where it is', () => {
    const ranked = list('abababab')
    expect(keep([{ group: 'b', share: 0.5 }], 8)(ranked)).toEqual(ranked)
  })

  test('four groups whose floors fall due at once all get their place', () => {
    const floors = ['a', 'b', 'c', 'd'].map((group) => ({ group, share: 0.25 }))
    const ranked = keep(floors, 4)(list('aaaabcd'))
    expect(ranked.slice(0, 4).map(groupOf)).toEqual(['a', 'b', 'c', 'd'])
  })

  test('a group without enough items gets those it has', () => {
    expect(keep([{ group: 'b', share: 0.5 }], 4)(list('aaab'))).toEqual(['a0', 'b3', 'a1', 'a2'])
    expect(keep([{ group: 'c', share: 0.5 }], 4)(list('aaab'))).toEqual(list('aaab'))
  })
})

test.each([
  [[{ group: 'a', share: 1.2 }]],
  [[{ group: 'a', share: -0.1 }]],
  [[{ group: 'a', share: Number.NaN }]],
  [
    [
      { group: 'a', share: 0.6 },
      { group: 'b', share: 0.6 },
    ],
  ],
  [
    [
      { group: 'a', share: 0.1 },
      { group: 'a', share: 0.2 },
    ],
  ],
])('floors that cannot be are refused: %j', (floors) => {
  expect(() => keep(floors, 5)).toThrow(RangeError)
})

const ranking = fc
  .array(fc.constantFrom('a', 'b', 'c', 'd', 'e', '-'), { maxLength: 50 })
  .map((groups) => list(groups.join('')))

const floors = fc
  .array(fc.integer({ min: 0, max: 100 }), { minLength: 5, maxLength: 5 })
  .map((weights) => {
    const total = Math.max(100, ...[weights.reduce((sum, weight) => sum + weight, 0)])
    return weights.map((weight, at) => ({ group: 'abcde'[at] as string, share: weight / total }))
  })

const places = fc.integer({ min: 0, max: 30 })

describe('whatever the ranking and the floors', () => {
  test('nothing is lost, and the order within a group stays', () => {
    fc.assert(
      fc.property(ranking, floors, places, (ranked, wanted, most) => {
        const kept = keep(wanted, most)(ranked)
        expect(kept.toSorted()).toEqual(ranked.toSorted())
        for (const group of ['a', 'b', 'c', 'd', 'e', undefined]) {
          const of = (items: readonly string[]) => items.filter((item) => groupOf(item) === group)
          expect(of(kept)).toEqual(of(ranked))
        }
      }),
    )
  })

  test('every first k places hold each floor, as far as there are items', () => {
    fc.assert(
      fc.property(ranking, floors, places, (ranked, wanted, most) => {
        const kept = keep(wanted, most)(ranked)
        for (let k = 1; k <= Math.min(most, ranked.length); k++) {
          for (const { group, share } of wanted) {
            const count = (items: readonly string[]) =>
              items.filter((item) => groupOf(item) === group).length
            const floor = Math.min(count(ranked), Math.floor(share * k + 1e-9))
            expect(count(kept.slice(0, k))).toBeGreaterThanOrEqual(floor)
          }
        }
      }),
    )
  })

  test('doing it again changes nothing, and no floors change nothing', () => {
    fc.assert(
      fc.property(ranking, floors, places, (ranked, wanted, most) => {
        const reorder = keep(wanted, most)
        expect(reorder(reorder(ranked))).toEqual(reorder(ranked))
        expect(keep([], most)(ranked)).toEqual(ranked)
      }),
    )
  })

  test('only items of a group with a floor are moved up', () => {
    fc.assert(
      fc.property(ranking, floors, places, (ranked, wanted, most) => {
        const favoured = new Set(wanted.filter(({ share }) => share > 0).map(({ group }) => group))
        for (const item of movedUp(ranked, keep(wanted, most)(ranked))) {
          expect(favoured.has(groupOf(item) ?? '')).toBe(true)
        }
      }),
    )
    const ranked = list('aaab')
    expect(movedUp(ranked, keep([{ group: 'b', share: 0.5 }], 4)(ranked))).toEqual(['b3'])
  })

  // So that nobody is moved for nothing: the best comes first wherever the floors allow it.
  test('no place could have had a better item', () => {
    fc.assert(
      fc.property(
        ranking.filter(({ length }) => length <= 7),
        floors,
        fc.integer({ min: 1, max: 7 }),
        (ranked, wanted, most) => {
          const kept = keep(wanted, most)(ranked)
          const until = Math.min(most, ranked.length)
          const rank = (item: string) => ranked.indexOf(item)
          const best = permutations(ranked)
            .filter((order) => holds(order.slice(0, until), ranked, wanted))
            .map((order) => order.slice(0, until))
            .reduce((one, other) => (isBetter(other, one) ? other : one))
          expect(kept.slice(0, until)).toEqual(best)

          function isBetter(one: string[], other: string[]): boolean {
            const at = one.findIndex((item, index) => item !== other[index])
            return at !== -1 && rank(one[at] as string) < rank(other[at] as string)
          }
        },
      ),
      { numRuns: 25 },
    )
  })
})

function holds(order: readonly string[], all: readonly string[], wanted: readonly Floor[]) {
  const count = (items: readonly string[], group: string) =>
    items.filter((item) => groupOf(item) === group).length
  return order.every((_, at) =>
    wanted.every(
      ({ group, share }) =>
        count(order.slice(0, at + 1), group) >=
        Math.min(count(all, group), Math.floor(share * (at + 1) + 1e-9)),
    ),
  )
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]]
  return items.flatMap((item, at) =>
    permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]),
  )
}
