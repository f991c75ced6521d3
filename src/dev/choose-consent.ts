import { type ConsentOptions, mintConsent, type PrivateJwk, type Random } from '../consent/index.ts'
import { type Purpose, purposes } from '../policy/index.ts'

/** Who signs, in development. */
export interface DevIssuer {
  readonly issuer: string
  readonly audience: string
  readonly privateJwk: PrivateJwk
  readonly now: Date
  readonly random: Random
}

type Chosen = ConsentOptions['purposes']
type Mint = (chosen: Chosen, at?: Date) => Promise<string>

const twoDaysMs = 2 * 24 * 60 * 60 * 1000

const jurisdictions: ReadonlyMap<string, string> = new Map([
  ['GB', 'GB'],
  ['DE', 'EU-DE'],
  ['FR', 'EU-FR'],
  ['US', 'US-CA'],
])

const tokens: ReadonlyMap<string, (mint: Mint, now: Date) => Promise<string>> = new Map([
  ['refused', (mint: Mint) => mint(each('d'))],
  ['all', (mint: Mint) => mint(each('g'))],
  ['behavioural', (mint: Mint) => mint({ ...each('d'), contextual: 'g', behavioural: 'g' })],
  ['expired', (mint: Mint, now: Date) => mint(each('g'), new Date(now.getTime() - twoDaysMs))],
  ['tampered', tamper],
])

/** The token that a consent service would give for this choice; none for `none`. */
export async function chooseConsent(
  choice: string,
  country: string,
  { privateJwk, now, random, issuer, audience }: DevIssuer,
): Promise<string | undefined> {
  const jurisdiction = jurisdictions.get(country) ?? 'EU-DE'
  const mint: Mint = (chosen, at = now) =>
    mintConsent(
      { issuer, audience, purposes: chosen, jurisdiction, age: 'adult' },
      privateJwk,
      at,
      random,
    )
  return tokens.get(choice)?.(mint, now)
}

/** A refusal, rewritten as a yes by somebody without the key. */
async function tamper(mint: Mint): Promise<string> {
  const [refused, granted] = await Promise.all([mint(each('d')), mint(each('g'))])
  const [header, claims] = granted.split('.')
  return [header, claims, refused.split('.')[2]].join('.')
}

function each(state: 'g' | 'd'): Partial<Record<Purpose, 'g' | 'd'>> {
  return Object.fromEntries(purposes.map((purpose) => [purpose, state]))
}
