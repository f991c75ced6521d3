import { ConfigError } from '../errors.ts'
import type { Settings } from './settings.ts'

/** What the graph is beside its tables, about: names, nodes and small tensors. */
const graphBytes = 3500
/** Prior and the zeros that neighbours are added to, four bytes each. */
const perItem = 8
/** A row of two bytes and a weight of one. */
const perNeighbour = 3
/** Rows of neighbours have 16 bits, and one is for padding. */
const mostRows = 65_535

/** What a file will take, to within a few hundred bytes. */
export function fileBytes(
  { items, contextRows, history }: Readonly<Record<'items' | 'contextRows' | 'history', number>>,
  { dimension, neighbours }: Pick<Settings, 'dimension' | 'neighbours'>,
): number {
  const each = dimension + perItem + perNeighbour * neighbours
  return graphBytes + (items + 1) * each + 4 * dimension * contextRows + 24 * history
}

/**
 * The longest vectors that leave room for neighbours, and as many neighbours as then fit. Neighbours
 * remember, vectors guess: neither does well alone, so there is at least one for each four numbers. With
 * 48 bytes an item, 16 numbers and 8 neighbours did as well as 32 and 2 on a next line, and 5 points better
 * on half a basket.
 */
export function fitBytes(
  size: Readonly<Record<'items' | 'contextRows' | 'history', number>>,
  { dimension, neighbours, maxBytes }: Settings,
): Pick<Settings, 'dimension' | 'neighbours'> {
  if (size.items >= mostRows && neighbours > 0) neighbours = 0
  if (maxBytes === undefined) return { dimension, neighbours }
  for (let width = dimension; width >= 4; width -= 4) {
    const room = maxBytes - fileBytes(size, { dimension: width, neighbours: 0 })
    const fitting = Math.floor(room / (perNeighbour * (size.items + 1)))
    const kept = Math.min(neighbours, fitting)
    if (room >= 0 && kept >= Math.min(neighbours, width / 4)) {
      return { dimension: width, neighbours: kept }
    }
  }
  throw new ConfigError('maxBytes', `is too few for ${size.items} items; 20 an item will do`)
}
