import {
  type Consent,
  type ConsentContent,
  type PermitPolicy,
  permit,
} from '../../src/consent/index.ts'
import { inputNotes } from '../../src/consent/input-notes.ts'
import { inputs } from '../../src/consent/inputs.ts'
import { type Purpose, placeOf, purposes } from '../../src/policy/index.ts'

const now = new Date('2026-11-20T12:00:00Z')

/** The tables of docs/consent/permission.md, by the name of their place in it. */
export function permissionTables(): ReadonlyMap<string, string> {
  return new Map([
    ['inputs', inputTable()],
    ['choices', choiceTable()],
  ])
}

/** Puts tables between their marks in a page. */
export function withTables(page: string, tables: ReadonlyMap<string, string>): string {
  let text = page
  for (const [name, table] of tables) {
    const marked = new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- end of ${name} -->)`)
    if (!marked.test(text)) throw new Error(`the page has no place for ${name}`)
    text = text.replace(marked, (_, start, end) => `${start}${table}\n${end}`)
  }
  return text
}

function inputTable(): string {
  const rows = inputs.map(({ name, ofConsent }, index) => {
    const { looksAt, takesAway } = inputNotes[name]
    return `| ${index + 1} | \`${name}\` | ${looksAt} | ${takesAway} | ${ofConsent ? 'no' : 'yes'} |`
  })
  return [
    '| | Input | Looks at | Takes away | Heard of contextual |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n')
}

interface Rule {
  readonly says: string
  readonly purpose: Purpose
  readonly place: string
  readonly pricing?: PermitPolicy['pricing']
}

const sells = (largeFoodRetailer: boolean) => ({ disclosed: true as const, largeFoodRetailer })

const rules: readonly Rule[] = [
  { says: 'N: contextual, everywhere', purpose: 'contextual', place: 'EU-DE' },
  { says: 'OO: behavioural in California', purpose: 'behavioural', place: 'US-CA' },
  { says: 'OI: behavioural in Germany', purpose: 'behavioural', place: 'EU-DE' },
  { says: 'OFF: pricing, not enabled', purpose: 'pricing', place: 'US-CA' },
  {
    says: 'OFF: pricing, enabled and disclosed',
    purpose: 'pricing',
    place: 'US-CA',
    pricing: sells(false),
  },
  {
    says: 'X: pricing of food in Maryland',
    purpose: 'pricing',
    place: 'US-MD',
    pricing: sells(true),
  },
]

type Told = Pick<ConsentContent, 'confirmed' | 'mechanism'> & {
  readonly state: 'g' | 'd' | 'w' | 'u'
} & {
  readonly basis: 'consent' | 'optout' | 'li'
  readonly noticeMode: boolean
}

const yes: Told = {
  confirmed: true,
  mechanism: 'prefcentre',
  state: 'g',
  basis: 'consent',
  noticeMode: false,
}
const byDefault: Told = { ...yes, confirmed: false, mechanism: 'default', basis: 'optout' }

const choices: readonly (readonly [string, Told | undefined])[] = [
  ['no token', undefined],
  ['yes, on consent', yes],
  ['yes, on an opt-out', { ...yes, basis: 'optout' }],
  ['yes, on legitimate interest', { ...yes, basis: 'li' }],
  ['nobody acted', byDefault],
  ['nobody acted, notice mode', { ...byDefault, noticeMode: true }],
  ['no, or withdrawn', { ...yes, state: 'd' }],
  ['not known', { ...yes, state: 'u' }],
]

function choiceTable(): string {
  const heads = choices.map(([says]) => says)
  const rows = rules.map((rule) => {
    const cells = choices.map(([, told]) => answer(rule, told))
    return `| ${rule.says} | ${cells.join(' | ')} |`
  })
  return [
    `| Rule | ${heads.join(' | ')} |`,
    `| --- |${' --- |'.repeat(heads.length)}`,
    ...rows,
  ].join('\n')
}

function answer({ purpose, place, pricing }: Rule, told: Told | undefined): string {
  const { reason } = permit({
    consent: told && { consent: consentOf(purpose, place, told) },
    gpc: false,
    place: placeOf(place),
    now,
    revocation: 'clear',
    policy: { purposes, noticeMode: told?.noticeMode ?? false, ...(pricing && { pricing }) },
  })[purpose]
  return reason ?? '**permitted**'
}

// A table of what tokens mean has no use for signatures.
function consentOf(purpose: Purpose, jurisdiction: string, told: Told): Consent {
  const content: Partial<ConsentContent> = {
    jurisdiction,
    age: 'adult',
    parental: false,
    gpc: false,
    overrides: [],
    policy: 'none',
    confirmed: told.confirmed,
    mechanism: told.mechanism,
    expiresAt: new Date(now.getTime() + 86_400_000),
    choices: { [purpose]: { state: told.state, basis: told.basis } },
  }
  return content as Consent
}
