import { type Purpose, purposes } from './purposes.ts'

// Conservative defaults, as data: where a rule is open the stricter reading stands, and the shop's
// counsel confirms it before anything loosens. Each fact has its source in jurisdiction-notes.ts.

/**
 * What is asked before a purpose, from mild to strict. `N`: nothing, while no personal data is used and
 * nothing is stored. `OO`: a notice and a way to opt out. `OI`: opt-in. `OFF`: off unless the operator
 * enables and discloses it. `X`: prohibited.
 */
export const rules = ['N', 'OO', 'OI', 'OFF', 'X'] as const

export type Rule = (typeof rules)[number]

/** The regimes that are told apart. `unknown` is for every other place, and for no place. */
export const jurisdictionIds = [
  'eu',
  'uk',
  'us-ca',
  'us-opt-out',
  'us-law',
  'us-none',
  'ca-qc',
  'ca',
  'br',
  'unknown',
] as const

export type JurisdictionId = (typeof jurisdictionIds)[number]

/** What the law of a place asks, for each purpose and age. */
export interface Jurisdiction {
  readonly id: JurisdictionId
  readonly rules: Readonly<Record<Purpose, Rule>>
  /** What Global Privacy Control denies here, and whether the law says so or we choose to. */
  readonly gpc: { readonly force: 'binding' | 'honoured'; readonly denies: ReadonlySet<Purpose> }
  readonly minors: MinorRules
}

/** Ages in years. A threshold of 0 is of nobody. */
export interface MinorRules {
  /** Under this age a parent's consent is the only one. */
  readonly parentUnder: number
  /** Under this age nothing rests on an opt-out. */
  readonly optInUnder: number
  /** Under this age nothing but contextual, whoever agrees. */
  readonly contextualUnder: number
}

/** Where a request comes from, or which law a token was made under. What is not known is absent. */
export interface Place {
  /** ISO 3166-1 alpha-2. */
  readonly country?: string | undefined
  /** The subdivision part of ISO 3166-2, such as `CA` of `US-CA`. */
  readonly region?: string | undefined
  /** Whether the network says that it is in the European Union. */
  readonly isEu?: boolean | undefined
}

type Cells = readonly [ctx: Rule, beh: Rule, msr: Rule, prc: Rule, ads: Rule, trn: Rule]
type Ages = readonly [parentUnder: number, optInUnder: number, contextualUnder: number]

const optIn: Cells = ['N', 'OI', 'OI', 'OFF', 'OI', 'OI']
const optOut: Cells = ['N', 'OO', 'OO', 'OFF', 'OO', 'OO']
const measurementOptOut: Cells = ['N', 'OI', 'OO', 'OFF', 'OI', 'OI']

const rows: Readonly<Record<JurisdictionId, readonly [Cells, Jurisdiction['gpc']['force'], Ages]>> =
  {
    eu: [optIn, 'honoured', [16, 18, 18]],
    uk: [optIn, 'honoured', [13, 18, 18]],
    'us-ca': [optOut, 'binding', [13, 16, 0]],
    'us-opt-out': [optOut, 'binding', [13, 18, 18]],
    'us-law': [optOut, 'honoured', [13, 18, 13]],
    'us-none': [optOut, 'honoured', [13, 13, 0]],
    'ca-qc': [optIn, 'honoured', [14, 14, 0]],
    ca: [measurementOptOut, 'honoured', [13, 13, 0]],
    br: [measurementOptOut, 'honoured', [18, 18, 18]],
    unknown: [optIn, 'honoured', [18, 18, 18]],
  }

/** The places of each row; `US` or `CA` (Canada) without a known region is in none of them. */
export const placesOf: Readonly<Record<JurisdictionId, string>> = {
  // The 27 and Iceland, Liechtenstein and Norway; then parts of the Union with a code of their own.
  eu: 'AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO AX GF GP MF MQ RE YT',
  uk: 'GB',
  'us-ca': 'US-CA',
  'us-opt-out': 'US-CO US-CT US-DE US-MD US-MN US-MT US-NE US-NH US-NJ US-OR US-TX',
  'us-law': 'US-VA US-UT US-IA US-IN US-KY US-TN US-RI',
  'us-none':
    'US-AL US-AK US-AZ US-AR US-DC US-FL US-GA US-HI US-ID US-IL US-KS US-LA US-ME US-MA US-MI US-MS US-MO US-NV US-NM US-NY US-NC US-ND US-OH US-OK US-PA US-SC US-SD US-VT US-WA US-WV US-WI US-WY',
  'ca-qc': 'CA-QC',
  ca: 'CA-AB CA-BC CA-MB CA-NB CA-NL CA-NS CA-NT CA-NU CA-ON CA-PE CA-SK CA-YT',
  br: 'BR',
  unknown: '',
}

/** Sale, sharing and targeting, and what feeds them: the scope of the signal (w3c/gpc). */
const sharing: ReadonlySet<Purpose> = new Set(['advertising', 'training'])

/** Every row by its id. */
export const jurisdictions: ReadonlyMap<JurisdictionId, Jurisdiction> = new Map(
  jurisdictionIds.map((id) => {
    const [cells, force, [parentUnder, optInUnder, contextualUnder]] = rows[id]
    const pairs = purposes.map((purpose, index) => [purpose, cells[index]])
    const jurisdiction: Jurisdiction = {
      id,
      rules: Object.fromEntries(pairs),
      gpc: { force, denies: sharing },
      minors: { parentUnder, optInUnder, contextualUnder },
    }
    return [id, jurisdiction]
  }),
)

const idOfPlace: ReadonlyMap<string, JurisdictionId> = new Map(
  jurisdictionIds.flatMap((id) => placesOf[id].split(' ').map((code) => [code, id] as const)),
)

/** Where a large food retailer may not make personal prices, as `placeCode` names places. */
export const foodPricingBans: ReadonlySet<string> = new Set(['US-MD'])

/** The law of a place. One that is not known, or contradicts itself, has the strictest. */
export function jurisdictionOf({ country = '', region, isEu }: Place): Jurisdiction {
  const found = idOfPlace.get(country) ?? idOfPlace.get(placeCode({ country, region }))
  const id = isEu && country === '' ? 'eu' : isEu && found !== 'eu' ? 'unknown' : found
  return jurisdictions.get(id ?? 'unknown') as Jurisdiction
}

/** The place that a code such as `EU-FR`, `FR`, `US-CA` or `CA-QC` names. */
export function placeOf(code: string): Place {
  const [country, region] = code.split('-', 2)
  return country === 'EU' ? { country: region, isEu: true } : { country, region }
}

/** The code of a place with a region, such as `US-CA`. */
export function placeCode({ country, region }: Place): string {
  return `${country}-${region}`
}

/** The stricter of two rules. */
export function stricterRule(one: Rule, other: Rule): Rule {
  return rules.indexOf(one) < rules.indexOf(other) ? other : one
}
