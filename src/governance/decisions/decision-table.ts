import type { Config } from '../../config/index.ts'
import {
  type ConsentOptions,
  type ConsentResult,
  generateKeys,
  isPermitted,
  mintConsent,
  permit,
  pinnedKeys,
  type Random,
  type Revocation,
  verifyConsent,
} from '../../consent/index.ts'
import {
  features,
  jurisdictionIds,
  type Purpose,
  placeOf,
  placesOf,
  purposes,
} from '../../policy/index.ts'
import { jurisdictionNotes } from '../../policy/jurisdiction-notes.ts'
import { type Declarations, readableFeatures } from '../declarations.ts'
import { table } from '../markdown.ts'

interface Situation {
  readonly name: string
  /** Nothing: the shopper has no token. */
  readonly token?: Partial<ConsentOptions>
  readonly gpc?: true
  readonly revocation?: Revocation
}

const all = (state: 'g' | 'd') =>
  Object.fromEntries(purposes.map((purpose) => [purpose, state])) as ConsentOptions['purposes']
const yes = { purposes: all('g'), age: 'adult' } as const

const situations: readonly Situation[] = [
  { name: 'Nobody asked yet' },
  { name: 'Yes to all', token: yes },
  { name: 'Yes, with Global Privacy Control', token: yes, gpc: true },
  { name: 'Yes, age unknown', token: { ...yes, age: 'unknown' } },
  { name: 'Yes, 16 or 17', token: { ...yes, age: 'u18' } },
  { name: 'Yes, no word on withdrawals', token: yes, revocation: 'unknown' },
  { name: 'Notice shown, nothing done', token: { ...yes, basis: 'optout', mechanism: 'default' } },
  { name: 'No to all', token: { purposes: all('d'), age: 'adult' } },
]

export interface TableTools {
  readonly now: Date
  readonly random: Random
}

/**
 * What a configuration permits, place by place, as Markdown. Each cell is decided by what decides about
 * requests, over a token that was really signed and verified.
 */
export async function decisionTable(
  config: Config,
  declared: Declarations,
  tools: TableTools,
): Promise<string> {
  const decide = await decider(config, tools)
  const rows = jurisdictionIds.map(async (id) => {
    const place = placesOf[id].split(' ')[0] || 'XX'
    const cells = situations.map((situation) => decide(situation, place))
    return [jurisdictionNotes[id].name, ...(await Promise.all(cells))]
  })
  return [
    '# What may be done, where',
    'Made by `limen policy` from the configuration; change that, not this.',
    table(['Place', ...situations.map(({ name }) => name)], await Promise.all(rows)),
    '## What each purpose opens',
    table(
      ['Purpose', 'Features', 'Slots', 'Segments', 'Vendors'],
      purposes.map((purpose) => [purpose, ...openedBy(purpose, declared)]),
    ),
    '',
  ].join('\n\n')
}

async function decider({ consent: policy }: Config, { now, random }: TableTools) {
  const { privateJwk, publicJwk } = await generateKeys()
  const site = { issuer: 'https://shop.example', audience: 'shop.example' }
  const trust = { ...site, keys: pinnedKeys({ keys: [publicJwk] }), algorithms: ['ES256'] as const }
  const usual: Revocation = policy?.insecureSkipRevocation
    ? 'insecure-unchecked'
    : policy?.revocation
      ? 'clear'
      : 'unknown'

  return async function decide(situation: Situation, code: string): Promise<string> {
    const { token, gpc = false, revocation = usual } = situation
    // Without `consent` in the configuration every token is none.
    const consent = token && policy ? await given(token, code) : undefined
    const permission = permit({ consent, gpc, revocation, place: placeOf(code), now, policy })
    const granted = purposes.filter((purpose) => isPermitted(permission, purpose))
    return granted.length === purposes.length ? 'everything' : granted.join(', ') || 'nothing'
  }

  async function given(
    token: Partial<ConsentOptions>,
    jurisdiction: string,
  ): Promise<ConsentResult> {
    // Every place at the policy's own digest and epoch: what the site asks today.
    const today = { epoch: policy?.epoch ?? 0, policy: policy?.policies?.[0] ?? 'none' }
    const options = { ...site, purposes: {}, jurisdiction, ...today, ...token }
    return verifyConsent(await mintConsent(options, privateJwk, now, random), trust, now)
  }
}

function openedBy(purpose: Purpose, declared: Declarations): readonly string[] {
  const { policy, slots } = declared
  const named = <Item>(items: Readonly<Record<string, Item>>, isMeant: (item: Item) => boolean) =>
    Object.keys(items).filter((id) => isMeant(items[id] as Item))
  return [
    readableFeatures(declared).filter((name) => features[name].purpose === purpose),
    [...slots.keys()].filter((id) => slots.get(id) === purpose),
    named(policy.segments, (segment) => segment.purpose === purpose),
    named(policy.vendors, (vendor) => vendor.purposes.includes(purpose)),
  ].map((names) => names.join(', '))
}
