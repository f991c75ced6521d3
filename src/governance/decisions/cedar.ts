import { type Age, ages, type InputName } from '../../consent/index.ts'
import {
  foodPricingBans,
  type Jurisdiction,
  type JurisdictionId,
  jurisdictions,
  type Purpose,
  purposes,
  type Rule,
  rules,
} from '../../policy/index.ts'

// The permission said again in another language, from the same tables: whoever knows Cedar can read or
// ask it, and a test holds the two to the same answer. One `forbid` for each input that can take a
// purpose away; Cedar, like `permit`, lets any of them win.

/** Why an input takes a purpose away, as a Cedar condition; nothing if it never does. */
type Condition = (purpose: Purpose) => string | undefined

interface Input {
  readonly condition: Condition
  /** It speaks only where the law asks something before the purpose. */
  readonly ofConsent?: true
}

/** The inputs of a permission, in the order of precedence. */
const inputs: Readonly<Record<InputName, Input>> = {
  policy: { condition: offByPolicy },
  token: {
    condition: () => 'context has failure && context.failure != "consent-absent"',
    ofConsent: true,
  },
  law: { condition: prohibited },
  age: { condition: tooYoung },
  gpc: { condition: optedOut },
  signals: { condition: (purpose) => `context.lowered.contains("${purpose}")` },
  revocation: { condition: revoked, ofConsent: true },
  denial: { condition: denied },
  grant: { condition: notGiven, ofConsent: true },
  time: { condition: lapsed, ofConsent: true },
  ground: { condition: withoutGround, ofConsent: true },
}

/** The policies by id: `all` permits, and each `purpose/input` forbids. */
export function cedarPolicies(): ReadonlyMap<string, string> {
  const policies = new Map([['all', 'permit (principal, action == Action::"use", resource);']])
  for (const purpose of purposes) {
    for (const [name, { condition, ofConsent }] of Object.entries(inputs)) {
      const applies = ofConsent ? and(asked(purpose), condition(purpose)) : condition(purpose)
      if (applies) policies.set(`${purpose}/${name}`, forbid(purpose, applies))
    }
  }
  return policies
}

/** The permission of every purpose as one file of Cedar policies. */
export function toCedar(): string {
  const policies = [...cedarPolicies()].map(([id, policy]) => `\n@id("${id}")\n${policy}\n`)
  return `// Made by \`limen policy\`: what a visit may be used for.\n${policies.join('')}`
}

function forbid(purpose: Purpose, condition: string): string {
  return `forbid (principal, action == Action::"use", resource in Purpose::"${purpose}")
when { ${condition} };`
}

function offByPolicy(purpose: Purpose): string | undefined {
  const isOff = `!context.on.contains("${purpose}")`
  return purpose === 'pricing' ? or(isOff, '!context.pricingDisclosed') : isOff
}

/** Where the law asks anything before a purpose. */
function asked(purpose: Purpose): string | undefined {
  return inLaws(({ rules }) => rules[purpose] !== 'N')
}

function prohibited(purpose: Purpose): string | undefined {
  const isBanned = inLaws(({ rules }) => rules[purpose] === 'X')
  if (purpose !== 'pricing') return isBanned
  const isFoodBanned = or(
    `context.places.containsAny(${set([...foodPricingBans])})`,
    'context.laws.contains("unknown")',
  )
  return or(isBanned, and('context.sellsFood', isFoodBanned))
}

/** The youngest that somebody of a band may be, in years. */
const youngest: Readonly<Record<Age, number>> = { adult: 18, unknown: 18, u18: 16, u16: 13, u13: 0 }

const profiling: ReadonlySet<Purpose> = new Set([
  'behavioural',
  'pricing',
  'advertising',
  'training',
])

function tooYoung(purpose: Purpose): string | undefined {
  if (purpose === 'contextual') return undefined
  const bands = ages.map((age) => and(isAge(age), whyTooYoung(purpose, age)))
  return and('context has token', or(...bands))
}

function whyTooYoung(purpose: Purpose, age: Age): string | undefined {
  if (age === 'unknown') return purpose === 'advertising' ? 'true' : undefined
  const years = youngest[age]
  if (years < 18 && profiling.has(purpose)) return 'true'
  return or(
    inLaws(({ minors }) => years < minors.contextualUnder),
    and(
      '!context.token.parental',
      inLaws(({ minors }) => years < minors.parentUnder),
    ),
  )
}

function optedOut(purpose: Purpose): string | undefined {
  return and(
    'context.gpc || (context has token && context.token.gpc)',
    inLaws(({ gpc }) => gpc.denies.has(purpose)),
    `!(context has token && context.token.overrides.contains("${purpose}"))`,
  )
}

/** Purposes whose grant names a status list. */
const listed: ReadonlySet<Purpose> = new Set(['behavioural', 'pricing', 'advertising', 'training'])

function revoked(purpose: Purpose): string | undefined {
  const unchecked = listed.has(purpose) ? 'context.revocation == "unknown"' : undefined
  return and('context has token', or('context.revocation == "revoked"', unchecked))
}

function denied(purpose: Purpose): string | undefined {
  const choice = choiceOf(purpose)
  return or(
    and(hasChoice(purpose), `["d", "w"].contains(${choice}.state)`),
    `context.denied.contains("${purpose}")`,
  )
}

function notGiven(purpose: Purpose): string | undefined {
  const isGiven = and(hasChoice(purpose), `${choiceOf(purpose)}.state == "g"`)
  const isOfToday =
    'if context has policies then context.policies.contains(context.token.policy) else true'
  return not(and(isGiven, `(${isOfToday})`))
}

function lapsed(purpose: Purpose): string | undefined {
  const isBefore = (end: string) => `context has now && context.now < ${end}`
  const choice = choiceOf(purpose)
  return or(
    and('context has token', not(isBefore('context.token.expiresAt'))),
    and(hasChoice(purpose), `${choice} has expiresAt`, not(isBefore(`${choice}.expiresAt`))),
  )
}

function withoutGround(purpose: Purpose): string | undefined {
  const confirmed = 'context.token.confirmed'
  const mechanism = 'context.token.mechanism'
  const hasActed = `${confirmed} && !["default", "implied"].contains(${mechanism})`
  const hasNotice = `context.noticeMode && !${confirmed} && ${mechanism} == "default"`
  const byConsent = and(hasActed, `${choiceOf(purpose)}.basis == "consent"`)
  const byOptOut = and(
    or(hasActed, hasNotice),
    `${choiceOf(purpose)}.basis == "optout"`,
    optOutSuffices(purpose),
  )
  return and('context has token', not(and(hasChoice(purpose), or(byConsent, byOptOut))))
}

/** Where, for each age, the strictest law asks for an opt-out and no more. */
function optOutSuffices(purpose: Purpose): string | undefined {
  return or(
    ...ages.map((age) => {
      const ruleOf = ({ rules, minors }: Jurisdiction) =>
        youngest[age] < minors.optInUnder ? atLeastOptIn(purpose, rules[purpose]) : rules[purpose]
      return and(
        isAge(age),
        inLaws((law) => ruleOf(law) === 'OO'),
        not(inLaws((law) => rules.indexOf(ruleOf(law)) > rules.indexOf('OO'))),
      )
    }),
  )
}

function atLeastOptIn(purpose: Purpose, rule: Rule): Rule {
  if (purpose === 'contextual') return rule
  return rules.indexOf(rule) < rules.indexOf('OI') ? 'OI' : rule
}

function choiceOf(purpose: Purpose): string {
  return `context.token.choices.${purpose}`
}

function hasChoice(purpose: Purpose): string {
  return `context has token && context.token.choices has ${purpose}`
}

function isAge(age: Age): string {
  return `context.token.age == "${age}"`
}

/** Whether any of the laws that apply is meant; there is always one that applies. */
function inLaws(isMeant: (law: Jurisdiction) => boolean): string | undefined {
  const ids: JurisdictionId[] = [...jurisdictions.values()].filter(isMeant).map(({ id }) => id)
  if (ids.length === jurisdictions.size) return 'true'
  return ids.length > 0 ? `context.laws.containsAny(${set(ids)})` : undefined
}

function set(words: readonly string[]): string {
  return `[${words.map((word) => JSON.stringify(word)).join(', ')}]`
}

// A condition that never holds is left out: `undefined` is false.

function and(...all: readonly (string | undefined)[]): string | undefined {
  const terms = all.filter((term) => term !== 'true')
  if (terms.includes(undefined)) return undefined
  return terms.length > 1 ? terms.map(group).join(' && ') : (terms[0] ?? 'true')
}

function or(...any: readonly (string | undefined)[]): string | undefined {
  const terms = any.filter((term) => term !== undefined)
  if (terms.includes('true')) return 'true'
  return terms.length > 1 ? terms.map(group).join(' || ') : terms[0]
}

function not(term: string | undefined): string {
  return term === undefined ? 'true' : `!(${term})`
}

function group(term = ''): string {
  return / && | \|\| /.test(term) ? `(${term})` : term
}
