import * as v from 'valibot'
import { type Purpose, purposeKeys, purposes } from '../policy/index.ts'
import { isJsonObject, type JsonObject } from './form.ts'

/** The age bands a token may name. */
export const ages = ['adult', 'u18', 'u16', 'u13', 'unknown'] as const

/** `g` given, `d` denied, `w` withdrawn, `u` unknown, `n` not applicable. */
export type ChoiceState = v.InferOutput<typeof state>

/** The legal ground: `nopd` no personal data, `li` legitimate interest. */
export type Basis = v.InferOutput<typeof basis>

/** How old a shopper is, as a band; there is no birth date. */
export type Age = (typeof ages)[number]

/** How a choice was made. */
export type Mechanism = v.InferOutput<typeof mechanism>

export type ConsentClaims = v.InferOutput<typeof claims>

/** What a shopper chose for one purpose. */
export interface Choice {
  readonly state: ChoiceState
  readonly basis: Basis
  /** When it was made, if not with the others. */
  readonly chosenAt?: Date
  /** When this choice ends, if before the token does. */
  readonly expiresAt?: Date
}

/** What a consent token says, in our words. */
export interface ConsentContent {
  /** Pairwise pseudonym; not for joining with anything. */
  readonly subject: string
  readonly tokenId: string
  readonly receiptId: string
  /** Counts how often the site has asked everybody anew. */
  readonly epoch: number
  readonly mechanism: Mechanism
  /** Whether the shopper acted; otherwise the choices follow from defaults. */
  readonly confirmed: boolean
  /** The text that was shown: its version and a digest of it. */
  readonly notice: { readonly id: string; readonly hash: string }
  /** Language of that text, BCP 47. */
  readonly language: string
  /** Digest of the policy under which the choice was made. */
  readonly policy: string
  /** Such as `EU-DE` or `US-CA`. */
  readonly jurisdiction: string
  readonly age: Age
  /** Whether a parent's consent was verified. */
  readonly parental: boolean
  /** Whether Global Privacy Control was on when the choice was made. */
  readonly gpc: boolean
  /** Purposes allowed in spite of Global Privacy Control, after the conflict was shown. */
  readonly overrides: readonly Purpose[]
  /** Where the token's revocation is published. */
  readonly status?: { readonly index: number; readonly uri: string }
  readonly chosenAt: Date
  readonly expiresAt: Date
  readonly choices: Readonly<Partial<Record<Purpose, Choice>>>
}

const numericDate = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(253_402_300_799))
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const word = v.pipe(v.string(), v.regex(/^[\x21-\x7e]{1,256}$/))
const state = v.picklist(['g', 'd', 'w', 'u', 'n'])
const basis = v.picklist(['consent', 'optout', 'li', 'contract', 'nopd', 'none'])
const age = v.picklist(ages)
const mechanism = v.picklist([
  'checkbox',
  'prefcentre',
  'banner',
  'implied',
  'jit',
  'gpc',
  'import',
  'parental',
  'default',
])
const choice = v.optional(
  v.object({ s: state, b: basis, t: v.optional(numericDate), x: v.optional(numericDate) }),
)

/** Version of the claim set that `ver` names. */
export const claimsVersion = 1

const claims = v.pipe(
  v.object({
    iss: httpsUrl(),
    aud: v.string(),
    // 128 random bits in canonical base64url.
    sub: v.pipe(v.string(), v.regex(/^[\w-]{21}[AQgw]$/)),
    iat: numericDate,
    exp: numericDate,
    nbf: v.optional(numericDate),
    jti: v.pipe(v.string(), v.ulid()),
    ver: v.literal(claimsVersion),
    rec: word,
    cat: numericDate,
    mech: mechanism,
    cfm: v.boolean(),
    nid: word,
    nh: word,
    lang: v.pipe(v.string(), v.regex(/^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/)),
    jur: v.pipe(v.string(), v.regex(/^[A-Z]{2}(?:-[A-Z0-9]{1,3})?$/)),
    jsrc: v.picklist(['geo', 'declared', 'account', 'default']),
    pol: word,
    // An unknown purpose is dropped: new issuers must not widen what old readers allow.
    prp: v.pipe(
      v.custom<JsonObject>(isJsonObject),
      v.object({ ctx: choice, beh: choice, msr: choice, prc: choice, ads: choice, trn: choice }),
    ),
    age,
    par: v.optional(v.boolean()),
    gpc: v.picklist([0, 1]),
    gpo: v.optional(v.object({ t: numericDate, p: v.array(v.string()) })),
    status: v.optional(v.object({ status_list: v.object({ idx: count, uri: httpsUrl() }) })),
    ep: count,
  }),
  v.check(({ age, par }) => age !== 'u13' || par !== undefined),
  v.check(({ prp, status }) => status !== undefined || !listed.some((key) => prp[key]?.s === 'g')),
)

/** Purposes whose grant can be revoked from another device, so a grant names a status list. */
const listed = ['beh', 'ads', 'trn', 'prc'] as const

/** Reads the claims of a verified consent token; `undefined` when one is missing or malformed. */
export function readClaims(payload: unknown): ConsentContent | undefined {
  const result = v.safeParse(claims, payload, { abortEarly: true })
  return result.success ? toContent(result.output) : undefined
}

/** Names the first claim that `readClaims` would refuse. */
export function findWrongClaim(payload: unknown): string | undefined {
  const [issue] = v.safeParse(claims, payload, { abortEarly: true }).issues ?? []
  return issue && (v.getDotPath(issue) ?? 'claims')
}

/** The same choices with nothing given: a grant becomes unknown, a no stays a no. */
export function withoutGrants(content: ConsentContent): ConsentContent {
  const choices: Partial<Record<Purpose, Choice>> = {}
  for (const purpose of purposes) {
    const choice = content.choices[purpose]
    if (choice) choices[purpose] = choice.state === 'g' ? { ...choice, state: 'u' } : choice
  }
  return { ...content, overrides: [], choices }
}

function toContent(claims: ConsentClaims): ConsentContent {
  const { status } = claims
  return Object.freeze({
    subject: claims.sub,
    tokenId: claims.jti,
    receiptId: claims.rec,
    epoch: claims.ep,
    mechanism: claims.mech,
    confirmed: claims.cfm,
    notice: Object.freeze({ id: claims.nid, hash: claims.nh }),
    language: claims.lang,
    policy: claims.pol,
    jurisdiction: claims.jur,
    age: claims.age,
    parental: claims.par === true,
    gpc: claims.gpc === 1,
    overrides: Object.freeze(overridesOf(claims)),
    ...(status && { status: { index: status.status_list.idx, uri: status.status_list.uri } }),
    chosenAt: toDate(claims.cat),
    expiresAt: toDate(claims.exp),
    choices: Object.freeze(choicesOf(claims)),
  })
}

// An override that is dated after the token cannot have been given when the token was made.
function overridesOf({ gpo, iat }: ConsentClaims): Purpose[] {
  if (!gpo || gpo.t > iat) return []
  return purposes.filter((purpose) => gpo.p.includes(purposeKeys[purpose]))
}

function choicesOf({ prp }: ConsentClaims): Partial<Record<Purpose, Choice>> {
  const choices: Partial<Record<Purpose, Choice>> = {}
  for (const purpose of purposes) {
    const given = prp[purposeKeys[purpose]]
    if (!given) continue
    const { s, b, t, x } = given
    choices[purpose] = Object.freeze({
      state: s,
      basis: b,
      ...(t !== undefined && { chosenAt: toDate(t) }),
      ...(x !== undefined && { expiresAt: toDate(x) }),
    })
  }
  return choices
}

function toDate(seconds: number): Date {
  return new Date(seconds * 1000)
}

function httpsUrl() {
  return v.pipe(v.string(), v.startsWith('https://'), v.url())
}
