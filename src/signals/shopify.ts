import type { Signal } from '../consent/index.ts'
import { type Answers, agreedTo, bannerSignal, type Categories } from './categories.ts'
import { fieldsOf, isRepeated, type JsonCookie, readJsonCookie } from './json-cookie.ts'

type Choice = 'analytics' | 'marketing' | 'preferences' | 'saleOfData'

const usual: Categories<Choice> = {
  analytics: 'measurement',
  preferences: ['behavioural', 'pricing', 'training'],
  marketing: ['advertising', 'training'],
  saleOfData: ['advertising', 'training'],
}

/**
 * The cookies of Shopify's Customer Privacy: `_tracking_consent`, and `_cmp` and `_cmp_a` beside it.
 * A choice that was not made is no clear yes.
 */
export function shopify(
  categories: Categories<Choice> = usual,
  {
    cookies = ['_tracking_consent', '_cmp', '_cmp_a'],
  }: { readonly cookies?: readonly string[] } = {},
): Signal {
  return bannerSignal({ source: 'shopify', cookies, categories, read })
}

function read(text: string): Answers {
  return { yes: text.startsWith('3.') ? allowedNow(text) : chosen(text, readJsonCookie(text)) }
}

const choiceOfLetter: ReadonlyMap<string, Choice> = new Map([
  ['A', 'analytics'],
  ['M', 'marketing'],
  ['P', 'preferences'],
  ['S', 'saleOfData'],
])

// 3.AMPS_USCA_f_t_<id>: what Shopify allows now, then the region. It does not tell a choice from what
// the region allows without one, so it says less than a yes; but what is not in it is a no.
function allowedNow(text: string): Set<string> {
  const [letters = '', ...rest] = text.slice(2).split('_')
  if (rest.length === 0) throw new TypeError('is cut off')
  return new Set([...letters].flatMap((letter) => choiceOfLetter.get(letter) ?? []))
}

// Sale of data is `s` among choices and `t` among what is allowed.
const choiceOfKey: ReadonlyMap<string, Choice> = new Map([
  ['a', 'analytics'],
  ['m', 'marketing'],
  ['p', 'preferences'],
  ['s', 'saleOfData'],
  ['t', 'saleOfData'],
])

// {"con":{"CMP":{"a":"1","m":"0","p":"","s":""}},…} are choices, "" is none made. Only where there are
// none does {"purposes":{"a":true,…}} count, for it is true before anybody chose.
function chosen(text: string, cookie: JsonCookie): Set<string> {
  const choices = cookie.has('con')
    ? fieldsOf(cookie.get('con')).get('CMP')
    : cookie.get('purposes')
  if (isRepeated(text, 'CMP') || isRepeated(text, 'purposes')) throw new TypeError('says it twice')
  return agreedTo(
    [...fieldsOf(choices)].flatMap(([key, value]) => {
      const choice = choiceOfKey.get(key)
      return choice ? [[choice, value === '1' || value === true] as const] : []
    }),
  )
}
