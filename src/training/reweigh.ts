import { ConfigError } from '../errors.ts'
import type { Basket } from './baskets.ts'
import { dayOf, type ItemTable, lastDay } from './dataset.ts'
import { recency } from './pairs.ts'

/**
 * Groups that the trainer weighs otherwise than the record does. Groups decide weights and nothing else:
 * no input of a model tells of them. An empty name is no group, and what has none counts as it is.
 *
 * | Groups | The lines of baskets weigh |
 * | --- | --- |
 * | of shoppers | so that each group counts as much as another |
 * | of items | more where an audit found less exposure than demand, and less where it found more |
 * | of both | `P(shopper) · P(item) / P(shopper, item)`, as if one told nothing of the other (Kamiran and Calders 2012, reweighing) |
 */
export interface Reweighing {
  /** What it is called in the manifest. */
  readonly name: string
  readonly shopperGroup?: (basket: Basket) => string
  /** The group of each item, in the order of the ids. */
  readonly itemGroups?: (ids: readonly string[]) => readonly string[]
  /** Exposure over demand of each group of items, 1 if it is not here. */
  readonly exposure?: ReadonlyMap<string, number>
  /** How far to go: 0 leaves the record as it is, 1 goes all the way. */
  readonly strength: number
}

export interface ReweighOptions {
  readonly baskets: readonly Basket[]
  readonly table: Pick<ItemTable, 'ids' | 'toOrder'>
  readonly halfLifeDays: number
}

/** No line weighs more than so many: a handful of them must not speak for a group. */
const mostWeight = 10
/** The one group where none are given. */
const everybody = 'all'

/** Lines of a group of shoppers with items of a group, a recent line counting more. */
interface Cell {
  readonly shopper: string
  readonly item: string
  lines: number
}

/** What each item is worth as an answer, by the group that a basket is in. */
export function reweigh(
  reweighing: Reweighing,
  { baskets, table, halfLifeDays }: ReweighOptions,
): (basket: Basket) => Float64Array | undefined {
  const { shopperGroup = () => everybody, itemGroups, exposure, strength } = reweighing
  const groupOf = itemGroups?.(table.ids) ?? table.ids.map(() => everybody)
  const cells = new Map<string, Map<string, Cell>>()
  const last = lastDay(baskets)
  for (const basket of baskets) {
    const shopper = shopperGroup(basket)
    if (shopper === '') continue
    const age = recency({ day: dayOf(basket.ts) }, last, halfLifeDays)
    for (const row of table.toOrder(basket).items) {
      const item = groupOf[row] ?? ''
      if (item !== '') cellOf(cells, shopper, item).lines += age
    }
  }
  const all = [...cells.values()].flatMap((byItem) => [...byItem.values()])
  if (all.length < 2) throw new ConfigError('reweigh', 'needs two groups or more in the baskets')
  const wanted = exposure ? exposed(exposure) : itemGroups ? independent(all) : even(all)
  const weightOf = weigh(all, wanted, strength)
  const worths = new Map(
    [...cells].map(([shopper, byItem]) => [
      shopper,
      Float64Array.from(groupOf, (item) => weightOf.get(byItem.get(item)) ?? 1),
    ]),
  )
  return (basket) => worths.get(shopperGroup(basket))
}

/** Weights that bring each cell towards what is wanted of it, and leave the sum of all as it is. */
function weigh(
  cells: readonly Cell[],
  wanted: Wanted,
  strength: number,
): ReadonlyMap<Cell | undefined, number> {
  const weights = cells.map((cell) => Math.min(mostWeight, (wanted(cell) / cell.lines) ** strength))
  const scale =
    linesOf(cells) / cells.reduce((sum, { lines }, at) => sum + lines * (weights[at] as number), 0)
  return new Map(cells.map((cell, at) => [cell, (weights[at] as number) * scale]))
}

type Wanted = (cell: Cell) => number

function exposed(exposure: ReadonlyMap<string, number>): Wanted {
  return ({ item, lines }) => lines / (exposure.get(item) ?? 1)
}

function even(cells: readonly Cell[]): Wanted {
  const each = linesOf(cells) / cells.length
  return () => each
}

function independent(cells: readonly Cell[]): Wanted {
  const total = linesOf(cells)
  return ({ shopper, item }) =>
    (linesOf(cells.filter((cell) => cell.shopper === shopper)) *
      linesOf(cells.filter((cell) => cell.item === item))) /
    total
}

function linesOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, { lines }) => sum + lines, 0)
}

function cellOf(cells: Map<string, Map<string, Cell>>, shopper: string, item: string): Cell {
  const byItem = cells.get(shopper) ?? new Map<string, Cell>()
  const cell = byItem.get(item) ?? { shopper, item, lines: 0 }
  cells.set(shopper, byItem.set(item, cell))
  return cell
}
