import { UsageError } from '../src/cli/command.ts'
import { bundleWorker, type WorkerModule } from '../src/testing/bundle.ts'
import { type Crowd, consentingCrowd } from './crowd.ts'
import { fixedString } from './page.ts'

/** A Worker that is measured. To measure another one, add a row. */
export interface Contestant {
  readonly name: string
  readonly says: string
  /** Its module, in this folder. */
  readonly module: string
  /** Its module when an isolate's first page is measured, if that is another. */
  readonly coldModule?: string
  /** Whether its slot holds what it must. Without it, the page must be the origin's, byte for byte. */
  readonly fills?: (slot: string) => boolean
  /** Whether it answers without the origin. */
  readonly offline?: true
  /** Whether it is someone else's: `peers/package.json` names its version, `--peers` installs it. */
  readonly peer?: true
  /** Its shoppers, if what they are shown depends on who they are. */
  readonly crowd?: () => Promise<Crowd>
}

export const contestants: readonly Contestant[] = [
  {
    name: 'constant',
    says: 'answers the page from memory',
    module: 'workers/constant.ts',
    offline: true,
  },
  {
    name: 'pass-through',
    says: 'hands on what the origin answers',
    module: 'workers/pass-through.ts',
  },
  {
    name: 'rewriter',
    says: 'HTMLRewriter puts a fixed string into one slot',
    module: 'workers/rewriter.ts',
    fills: (slot) => slot === fixedString,
  },
  {
    name: 'limen',
    says: 'redacts the request, reads the page, fills one slot with 8 cards by the model; keeps no page',
    module: 'workers/limen.ts',
    coldModule: 'workers/limen-as-shipped.ts',
    // The words for a ranking by the model. What is popular has others.
    fills: (slot) => slot.split('<li>').length === 9 && slot.includes('often bought with'),
  },
  {
    name: 'limen-kept',
    says: 'the same, where the page and the ranking of its context may be kept',
    module: 'workers/limen-kept.ts',
    fills: (slot) => slot.split('<li>').length === 9 && slot.includes('often bought with'),
  },
  {
    name: 'limen-behavioural',
    says: 'the same for 256 shoppers in turn who agreed: reads the token and the profile of each, ranks 4,228 products by what they looked at, fills the slot with it and seals the profile anew; remembers tokens and the page',
    module: 'workers/limen-behavioural.ts',
    crowd: consentingCrowd,
    fills: (slot) => slot.split('<li>').length === 9 && slot.includes('you looked at in this shop'),
  },
  {
    name: 'behavioural-floor',
    says: 'answers the page from memory, opens and seals a profile and ranks 4,228 products by what was looked at: what a page for one shopper cannot do without',
    module: 'workers/behavioural-floor.ts',
    offline: true,
    crowd: consentingCrowd,
  },
  {
    name: 'optimizely',
    says: '@optimizely/edge-delivery puts a fixed string into one slot, for one experiment',
    module: 'peers/optimizely.ts',
    fills: (slot) => slot === fixedString,
    peer: true,
  },
  {
    name: 'growthbook',
    says: '@growthbook/edge-cloudflare puts a fixed string into one slot, for one experiment',
    module: 'peers/growthbook.ts',
    fills: (slot) => slot === fixedString,
    peer: true,
  },
]

/** The contestants that `only` names, in the table's order: all of them if it is `undefined`. */
export function chooseContestants(
  only: readonly string[] | undefined,
  peers: boolean,
): readonly Contestant[] {
  const names = contestants.map(({ name }) => name)
  const unknown = only?.find((name) => !names.includes(name))
  if (unknown !== undefined) {
    throw new UsageError(`--only: there is no ${unknown}; there are ${names.join(', ')}`)
  }
  const chosen = contestants.filter(({ name, peer }) => only?.includes(name) ?? (peers || !peer))
  const peer = chosen.find(({ peer }) => peer && !peers)
  if (peer) throw new UsageError(`--only: ${peer.name} needs --peers, which installs it`)
  return chosen
}

/** Bundles a module of this folder, as it would be deployed. */
export function bundle(module: string): Promise<WorkerModule[]> {
  return bundleWorker({
    contents: `export { default } from ${JSON.stringify(`./${module}`)}`,
    resolveDir: import.meta.dirname,
  })
}
