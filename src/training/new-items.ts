import type { Item, ItemTable } from './dataset.ts'
import { toRows } from './dataset.ts'
import { add, at } from './element.ts'
import { normaliseRows } from './factorise.ts'
import type { Neighbours } from './neighbours.ts'
import type { Trained } from './quantise.ts'

/** Items that the record does not know, or hardly: they share a word or a category with some that it does. */
export function newItems(products: readonly Item[], table: ItemTable): Item[] {
  const known = new Set(table.ids)
  const wordsOfKnown = new Set(
    products.filter(({ id }) => known.has(id)).flatMap((item) => contentOf(item)),
  )
  const isNew = ({ id }: Item) => !known.has(id)
  return products.filter(isNew).filter((item) => contentOf(item).some((w) => wordsOfKnown.has(w)))
}

/** The table with rows for new items after all others. */
export function withNewItems(table: ItemTable, added: readonly Item[]): ItemTable {
  if (added.length === 0) return table
  const ids = [...table.ids, ...added.map(({ id }) => id)]
  const rows = new Map(ids.map((id, row) => [id, row]))
  const popularity = new Float64Array(ids.length)
  popularity.set(table.popularity)
  const category = new Int32Array(ids.length)
  category.set(table.category)
  category.set(added.map(table.categoryOf), table.ids.length)
  return {
    ...table,
    ids,
    popularity,
    category,
    toOrder: (basket) => ({ ...table.toOrder(basket), ...toRows(basket, rows) }),
  }
}

/**
 * Gives new items a vector: the mean of what their words and categories mean, each the mean of the items
 * that have it, a rare one counting more. Their prior is that of the items which share the most.
 *
 * @param items of all rows, the known ones first.
 */
export function describeNewItems(trained: Trained, items: readonly Item[]): Trained {
  const { dimension } = trained.size
  const known = trained.size.items
  const meanings = learnMeanings(trained, items.slice(0, known))
  const units = new Float64Array(items.length * dimension)
  const prior = new Float64Array(items.length)
  units.set(trained.units.subarray(0, known * dimension))
  prior.set(trained.parameters.prior)
  const meanPrior = trained.parameters.prior.reduce((sum, each) => sum + each, 0) / known

  items.slice(known).forEach((item, index) => {
    const row = known + index
    let total = 0
    for (const word of contentOf(item)) {
      const meaning = meanings.get(word)
      if (!meaning) continue
      const weight = Math.log(1 + known / meaning.items)
      total += weight
      add(prior, row, weight * (meaning.prior / meaning.items))
      for (let x = 0; x < dimension; x++) {
        add(units, row * dimension + x, (weight * at(meaning.sum, x)) / meaning.items)
      }
    }
    prior[row] = total > 0 ? at(prior, row) / total : meanPrior
  })
  normaliseRows(units.subarray(known * dimension), dimension)
  return {
    size: { ...trained.size, items: items.length },
    units,
    parameters: { ...trained.parameters, prior },
  }
}

/** New items have no neighbours yet. */
export function widenNeighbours({ size, items, shares }: Neighbours, rows: number): Neighbours {
  const known = items.length / (size || 1)
  const wider = new Int32Array(rows * size).fill(rows)
  items.forEach((row, place) => {
    if (row < known) wider[place] = row
  })
  const widerShares = new Float64Array(rows * size)
  widerShares.set(shares)
  return { size, items: wider, shares: widerShares }
}

interface Meaning {
  items: number
  prior: number
  readonly sum: Float64Array
}

function learnMeanings({ size, units, parameters }: Trained, known: readonly Item[]) {
  const { dimension } = size
  const meanings = new Map<string, Meaning>()
  known.forEach((item, row) => {
    for (const word of contentOf(item)) {
      const meaning = meanings.get(word) ?? { items: 0, prior: 0, sum: new Float64Array(dimension) }
      meaning.items += 1
      meaning.prior += at(parameters.prior, row)
      for (let x = 0; x < dimension; x++) add(meaning.sum, x, at(units, row * dimension + x))
      meanings.set(word, meaning)
    }
  })
  return meanings
}

/** Words of the title and categories, kept apart: a lamp is not the category of lamps. */
function contentOf({ title, categories }: Item): string[] {
  const words = title.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu) ?? []
  return [...new Set([...words.map((word) => `w ${word}`), ...categories.map((key) => `c ${key}`)])]
}
