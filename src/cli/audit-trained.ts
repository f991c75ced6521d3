import { fairnessTable } from '../fairness/index.ts'
import type { Manifest } from '../model/manifest.ts'
import type { Basket, TrainedModel } from '../training/index.ts'
import { flipModel, measureModel } from './audit-measure.ts'
import { readPlan, usual } from './audit-plan.ts'
import type { Io } from './command.ts'

export interface AuditTrainedOptions {
  readonly catalogue: string
  /** File of the baskets that are asked, and what it holds. */
  readonly baskets: string
  readonly valid: readonly Basket[]
  /** At most so many questions. */
  readonly sample: number
}

/** Asks a model that was just trained what `limen audit` asks, for the fairness table of its manifest. */
export async function auditTrained(
  { file, manifest }: TrainedModel,
  { catalogue, baskets, valid, sample }: AuditTrainedOptions,
  io: Io,
): Promise<Manifest['fairness']> {
  const groups = {
    'shopper-groups': `country:${mostFrequent(valid.map(({ country }) => country))}`,
  }
  // The trainer has told already which lines are left out.
  const quiet = { ...io, error: () => {} }
  const values = { ...usual, ...groups, catalogue, baskets, sample: String(sample) }
  const plan = await readPlan(values, quiet)
  const model = { manifest, file: file.buffer }
  const flip = await flipModel(model, plan, quiet)
  return fairnessTable(measureModel(model, plan, flip, quiet))
}

function mostFrequent(values: readonly string[]): string {
  const counts = Map.groupBy(values, (value) => value)
  const sorted = [...counts].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1))
  return sorted[0]?.[0] ?? ''
}
