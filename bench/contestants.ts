import { UsageError } from '../src/cli/command.ts'
import { bundleWorker, type WorkerModule } from '../src/testing/bundle.ts'

/** A Worker that is measured. To measure another one, add a row. */
export interface Contestant {
  readonly name: string
  readonly says: string
  /** Its module, in the folder `workers`. */
  readonly module: string
  /** Its module when an isolate's first page is measured, if that is another. */
  readonly coldModule?: string
  /** Whether its slot holds what it must. Without it, the page must be the origin's, byte for byte. */
  readonly fills?: (slot: string) => boolean
  /** Whether it answers without the origin. */
  readonly offline?: true
  /** Headers of its shopper, beside those every shopper sends. */
  readonly headers?: Readonly<Record<string, string>>
}

export const contestants: readonly Contestant[] = [
  {
    name: 'constant',
    says: 'answers the page from memory',
    module: 'constant.ts',
    offline: true,
  },
  {
    name: 'pass-through',
    says: 'hands on what the origin answers',
    module: 'pass-through.ts',
  },
  {
    name: 'rewriter',
    says: 'HTMLRewriter puts a fixed string into one slot',
    module: 'rewriter.ts',
    fills: (slot) => slot.includes('A fixed string'),
  },
  {
    name: 'limen',
    says: 'redacts the request, ranks the catalogue, proves the page, fills one slot with 8 cards',
    module: 'limen.ts',
    coldModule: 'limen-as-shipped.ts',
    // The words for a ranking by the model. What is popular has others.
    fills: (slot) => slot.split('<li>').length === 9 && slot.includes('often bought with'),
  },
]

/** The contestants that `only` names, in the table's order: all of them if it is `undefined`. */
export function chooseContestants(only: readonly string[] | undefined): readonly Contestant[] {
  const names = contestants.map(({ name }) => name)
  const unknown = only?.find((name) => !names.includes(name))
  if (unknown !== undefined) {
    throw new UsageError(`--only: there is no ${unknown}; there are ${names.join(', ')}`)
  }
  return contestants.filter(({ name }) => !only || only.includes(name))
}

/** Bundles a module of the folder `workers`, as it would be deployed. */
export function bundle(module: string): Promise<WorkerModule[]> {
  return bundleWorker({
    contents: `export { default } from ${JSON.stringify(`./${module}`)}`,
    resolveDir: `${import.meta.dirname}/workers`,
  })
}
