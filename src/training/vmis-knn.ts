import type { Order } from './dataset.ts'
import { add } from './element.ts'
import type { Rank } from './protocols.ts'

/** How many of the newest visits with an item are looked at, how many are kept, and how many items count. */
const [sample, neighbours, remembered] = [1000, 100, 10]

/**
 * VMIS-kNN (Kersbergen, Sprangers and Schelter, SIGMOD 2022): the visits nearest to this one, by the last
 * items, which they share. A shared item weighs its place in this visit; a neighbour counts for less the
 * further back its newest shared item is, and an item for more the fewer visits hold it. In a set there is
 * no place, and all weigh the same.
 */
export function vmisKnn(
  orders: readonly Order[],
  items: number,
): Rank & { readonly bytes: number } {
  const index = indexByItem(orders, items)
  const rarity = Float64Array.from({ length: items }, (_, item) => {
    const held = (index.starts[item + 1] as number) - (index.starts[item] as number)
    return held === 0 ? 0 : Math.log(orders.length / held)
  })
  const likeness = new Float64Array(orders.length)
  const newestShared = new Uint16Array(orders.length)

  const rank: Rank = ({ visible, reading }, scores) => {
    scores.fill(0)
    const isSet = reading === 'set'
    const near = findNear(isSet ? visible : visible.subarray(-remembered), isSet)
    near.sort((a, b) => (likeness[b] as number) - (likeness[a] as number) || b - a)
    for (const order of near.slice(0, neighbours)) {
      const match = isSet ? 1 : 1 - (newestShared[order] as number) / remembered
      const weight = match * (likeness[order] as number)
      for (const item of orders[order]?.set ?? []) {
        add(scores, item, weight * (rarity[item] as number))
      }
    }
    for (const order of near) likeness[order] = 0
  }
  const bytes = index.starts.byteLength + index.orders.byteLength * 2 + rarity.byteLength
  return Object.assign(rank, { bytes })

  function findNear(visible: Int32Array, isSet: boolean): number[] {
    const found: number[] = []
    const lines = visible.toReversed()
    const done = new Set<number>()
    lines.forEach((item, back) => {
      if (done.has(item)) return
      done.add(item)
      const weight = isSet ? 1 : (lines.length - back) / lines.length
      const [start, end] = [index.starts[item] as number, index.starts[item + 1] as number]
      for (const order of index.orders.subarray(Math.max(start, end - sample), end)) {
        if (likeness[order] === 0) {
          found.push(order)
          newestShared[order] = back
        }
        add(likeness, order, weight)
      }
    })
    return found
  }
}

/** Which orders hold each item, oldest first. */
function indexByItem(orders: readonly Order[], items: number) {
  const starts = new Uint32Array(items + 1)
  for (const { set } of orders) {
    for (const item of set) starts[item + 1] = (starts[item + 1] as number) + 1
  }
  for (let item = 0; item < items; item++) {
    starts[item + 1] = (starts[item + 1] as number) + (starts[item] as number)
  }
  const next = starts.slice()
  const list = new Uint32Array(starts[items] as number)
  orders.forEach(({ set }, order) => {
    for (const item of set) {
      const place = next[item] as number
      list[place] = order
      next[item] = place + 1
    }
  })
  return { starts, orders: list }
}
