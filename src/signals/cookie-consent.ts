import type { Signal } from '../consent/index.ts'
import { type Answers, bannerSignal, type Categories } from './categories.ts'
import { isRepeated, readJsonCookie } from './json-cookie.ts'

/**
 * The cookie `cc_cookie` of CookieConsent by Orest Bida, versions 2 and 3, by its categories.
 * @example cookieConsent({ analytics: 'measurement', personalization: 'behavioural' })
 */
export function cookieConsent(
  categories: Categories,
  { cookie = 'cc_cookie' }: { readonly cookie?: string } = {},
): Signal {
  return bannerSignal({ source: 'cookieconsent', cookies: [cookie], categories, read })
}

// {"categories":["necessary","analytics"],"revision":0,…}: accepted ones are listed.
function read(text: string): Answers {
  const accepted = readJsonCookie(text).get('categories')
  if (!Array.isArray(accepted) || isRepeated(text, 'categories')) {
    throw new TypeError('needs one list of categories')
  }
  return { yes: new Set(accepted) }
}
