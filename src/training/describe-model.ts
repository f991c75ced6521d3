import { sha256 } from '../lib/bytes.ts'
import type { Manifest } from '../model/manifest.ts'
import type { Basket } from './baskets.ts'
import type { Metrics } from './compare.ts'
import type { ItemTable } from './dataset.ts'
import type { NeighbourWeights } from './quantise.ts'
import type { Reweighing } from './reweigh.ts'
import type { Settings } from './settings.ts'

/** Where data is from and what may be done with it, as a person states it. */
export interface Provenance {
  /** File name of the model, without its ending. */
  readonly name: string
  readonly source: string
  /** Of the data. */
  readonly dataLicence: string
  readonly consentScope: string
  /** Of the model. */
  readonly licence: string
  /** What the data does not show or shows askew: one sentence each, for the card. */
  readonly limits: readonly string[]
}

export interface Described {
  readonly provenance: Provenance
  readonly baskets: readonly Basket[]
  readonly valid: readonly Basket[]
  readonly created?: string
  readonly settings: Settings
  readonly reweighing?: Reweighing
  readonly choice: { readonly epochs: number; readonly weights: NeighbourWeights }
  readonly table: ItemTable
  /** Items that got a row by their words alone. */
  readonly added: readonly unknown[]
  readonly file: Uint8Array<ArrayBuffer>
  readonly metrics: Metrics
}

/** Writes the manifest of a trained model. */
export async function describeModel(described: Described): Promise<Manifest> {
  const { provenance, settings, choice, table, file, metrics } = described
  const window = daysOf(described.baskets)
  const tested = daysOf(described.valid)
  const { seed: _, epochs: __, top, history, repeats, newItems: ___, ...rest } = settings
  return {
    format: 1,
    id: `${provenance.name}-${window[1]}`,
    created: described.created ?? window[1],
    file: `${provenance.name}.onnx`,
    sha256: await sha256(file),
    bytes: file.length,
    inputs: { items: history, contexts: table.contexts },
    top,
    data: {
      source: provenance.source,
      licence: provenance.dataLicence,
      window,
      consentScope: provenance.consentScope,
      baskets: described.baskets.length,
    },
    training: {
      seed: settings.seed,
      epochs: choice.epochs,
      ...rest,
      ...(repeats && { repeats: 'yes' }),
      ...(described.reweighing && { reweighed: described.reweighing.name }),
      ...(described.added.length > 0 && { newItems: described.added.length }),
      sequenceStrength: choice.weights.sequence.strength,
      sequenceDecay: choice.weights.sequence.decay,
      setStrength: choice.weights.set.strength,
      setDecay: choice.weights.set.decay,
      testedFrom: tested[0],
      testedTo: tested[1],
      testedBaskets: described.valid.length,
      testedLinesUnknown: unknownShare(described),
    },
    metrics,
    fairness: {},
    licence: provenance.licence,
    catalogue: { sha256: await sha256(table.ids.join('\n')), items: table.ids },
  }
}

/** Percent of the tested lines whose item has no row; they are asked of no method. */
function unknownShare({ valid, table }: Described): number {
  const known = new Set(table.ids)
  const lines = valid.flatMap(({ items }) => items)
  const unknown = lines.filter((id) => !known.has(id)).length
  return Math.round((1000 * unknown) / lines.length) / 10
}

function daysOf(baskets: readonly Basket[]): readonly [string, string] {
  const days = baskets.map(({ ts }) => ts.slice(0, 10)).sort()
  return [days[0] ?? '', days.at(-1) ?? '']
}
