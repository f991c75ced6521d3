import type { Signal } from '../consent/index.ts'
import { type Answers, agreedTo, bannerSignal, type Categories } from './categories.ts'

const usual: Categories<'preferences' | 'statistics' | 'marketing'> = {
  preferences: ['behavioural', 'pricing', 'training'],
  statistics: 'measurement',
  marketing: ['advertising', 'training'],
}

/**
 * The cookie `CookieConsent` of Cookiebot. Consent that it calls implied, and `-1` for a place where
 * it does not ask, are no clear yes.
 */
export function cookiebot(
  categories: Categories<'preferences' | 'statistics' | 'marketing'> = usual,
  { cookie = 'CookieConsent' }: { readonly cookie?: string } = {},
): Signal {
  return bannerSignal({ source: 'cookiebot', cookies: [cookie], categories, read })
}

// Looks like JavaScript: {stamp:'…',necessary:true,…,method:'explicit',ver:1,utc:…,region:'de'}
function read(text: string): Answers {
  const value = decodeURIComponent(text).trim()
  if (!value.startsWith('{') || !value.endsWith('}')) throw new TypeError('holds no choice')
  const pairs = value.slice(1, -1).split(',').map(toPair)
  const isChosen = pairs.every(([name, value]) => name !== 'method' || value === "'explicit'")
  return {
    yes: isChosen ? agreedTo(pairs.map(([name, value]) => [name, value === 'true'])) : new Set(),
  }
}

function toPair(field: string): [name: string, value: string] {
  const colon = field.indexOf(':')
  return [field.slice(0, Math.max(0, colon)).trim(), field.slice(colon + 1).trim()]
}
