import { jurisdictionOf, type Place, type Purpose, placeOf, type Rule } from '../policy/index.ts'

/** Why a purpose may be on. */
export type Ground = 'consent' | 'optOut' | 'none'

/** A purpose that a shopper can decide on here. */
export interface Offered {
  readonly purpose: Purpose
  readonly ground: Ground
}

// What is off or forbidden is not asked for: a yes would change nothing.
const groundOf: ReadonlyMap<Rule, Ground> = new Map([
  ['N', 'none'],
  ['OO', 'optOut'],
  ['OI', 'consent'],
])

/** What shoppers at a place decide on, of what the shop would like. */
export function offeredAt(place: Place, wanted: readonly Purpose[]): readonly Offered[] {
  const { rules } = jurisdictionOf(place)
  return wanted.flatMap((purpose) => {
    const ground = groundOf.get(rules[purpose])
    return ground ? [{ purpose, ground }] : []
  })
}

/** The purposes that Global Privacy Control keeps off at a place. */
export function signalledAt(place: Place): ReadonlySet<Purpose> {
  return jurisdictionOf(place).gpc.denies
}

/** The code of a place as a consent token names it; `ZZ` where no code names the law that holds. */
export function codeOf(place: Place): string {
  const { country = '', region } = place
  const { id } = jurisdictionOf(place)
  const codes = [id === 'eu' ? `EU-${country}` : `${country}-${region ?? ''}`, country]
  const isLikeIt = (code: string) =>
    /^[A-Z]{2}(-[A-Z0-9]{1,3})?$/.test(code) && jurisdictionOf(placeOf(code)).id === id
  return codes.find((code) => isLikeIt(code)) ?? 'ZZ'
}
