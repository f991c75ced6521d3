import { consentCookie } from '../../../src/consent/index.ts'
import { profileCookie } from '../../../src/profile/index.ts'
import { profileKeys } from '../../../src/profile/keys.ts'
import { seal, unseal } from '../../../src/profile/seal.ts'
import type { TestEdge } from '../../../src/testing/index.ts'
import { mixedOrder, type Told } from './mixed-order.ts'
import { groupOf, ids, isSoldOut, pageTypes } from './permissions-shop.config.ts'
import type { Seeded } from './seeded.ts'
import type { WireResponse } from './wire.ts'

type State = 'g' | 'd' | 'w'

/** What a shopper has said, and what the test knows to be in their profile. */
export interface Shopper {
  readonly name: string
  readonly random: Seeded
  token: string | undefined
  subject: string | undefined
  contextual: State
  behavioural: State | undefined
  /** What the browser holds as its profile, whoever's it is. */
  cookie: string | undefined
  /** What is in it, if it is this shopper's own, under this token. */
  own: { readonly viewed: readonly string[]; readonly cart: readonly string[] } | undefined
}

export interface Visit {
  readonly path: string
  readonly way: string
  readonly pageType: string
  readonly product?: string
  /** A browser fetches it before anybody looks. */
  readonly inAdvance: boolean
}

const ways = ['kept', 'checked', 'fresh', 'slow', 'bare']

export function newVisit(random: Seeded): Visit {
  const inAdvance = random.chance(0.1)
  const kind = random.integer(8)
  if (kind === 0) return { path: '/', way: 'kept', pageType: 'home', inAdvance }
  if (kind === 1) return { path: '/category/odd', way: 'kept', pageType: 'category', inAdvance }
  const [way, product] = [random.pick(ways), random.pick(ids)]
  return { path: `/${way}/${product}`, way, pageType: 'product', product, inAdvance }
}

/** Everybody's part of a page; a bare one has no slot, the others have three. */
export const listed = ['p2', 'p20', 'p7', 'p8', 'p33', 'p50']

/** The people of the test: what each agreed to and brings along. */
export async function newShoppers(edge: TestEdge, secret: string, random: (i: number) => Seeded) {
  const keys = profileKeys(secret)
  const plans: readonly (readonly [string, State, State | undefined])[] = [
    ['nobody asked', 'g', undefined],
    ['nobody asked, again', 'g', undefined],
    ['contextual alone', 'g', 'd'],
    ...Array.from({ length: 8 }, (_, i) => [`agreed ${i}`, 'g', 'g'] as const),
    ['withdrew', 'g', 'w'],
    ['withdrew from everything', 'd', 'w'],
    ['wants no page made', 'd', 'g'],
    ['brings the profile of another', 'g', 'g'],
    ['changes their mind', 'g', 'g'],
  ]
  const shoppers: Shopper[] = []
  for (const [index, [name, contextual, behavioural]] of plans.entries()) {
    const shopper: Shopper = {
      ...{ name, random: random(index), contextual, behavioural },
      ...{ token: undefined, subject: undefined, cookie: undefined, own: undefined },
    }
    if (behavioural) await choose(shopper, behavioural, edge)
    shoppers.push(shopper)
    const first = shopper.random.integer(ids.length)
    const viewed = [0, 5, 11, 17].map((step) => ids[(first + step) % ids.length] as string)
    const cart = [ids[(first + 30) % ids.length] as string]
    const day = Math.floor(Date.now() / 86_400_000)
    const content = { subject: shopper.subject ?? 'someone', createdDay: day, viewed, cart }
    shopper.cookie = await seal(content, keys)
    if (behavioural === 'g') shopper.own = { viewed, cart }
  }
  const [thief, victim] = [shoppers.at(-2) as Shopper, shoppers[4] as Shopper]
  Object.assign(thief, { cookie: victim.cookie, own: undefined })
  return shoppers
}

/** A new token, and with it a new pseudonym: what the profile said before is nobody's now. */
export async function choose(shopper: Shopper, behavioural: State, edge: TestEdge) {
  shopper.behavioural = behavioural
  shopper.token = await edge.token({
    purposes: { contextual: shopper.contextual, behavioural },
    age: 'adult',
  })
  const claims = Buffer.from(shopper.token.split('.')[1] ?? '', 'base64url').toString()
  shopper.subject = JSON.parse(claims).sub
  shopper.own = undefined
}

export function headersFor({ token, cookie }: Shopper, { inAdvance }: Visit): string[] {
  const cookies = ['session=1']
  if (token) cookies.push(`${consentCookie}=${token}`)
  if (cookie) cookies.push(`${profileCookie}=${cookie}`)
  return [
    ...['host', 'shop.example', 'accept', 'text/html', 'cookie', cookies.join('; ')],
    ...['sec-fetch-mode', 'navigate', 'sec-fetch-dest', 'document'],
    ...(inAdvance ? ['sec-purpose', 'prefetch;prerender'] : []),
  ]
}

/** What an answer shows and says; its profile is opened. */
export interface Seen {
  readonly links: readonly string[]
  readonly why: readonly string[]
  readonly setCookie: string | undefined
  readonly cacheControl: string | undefined
}

export async function see({ body, headers }: WireResponse, secret: string): Promise<Seen> {
  const text = String(body)
  const [line, ...more] = headers['set-cookie'] ?? []
  if (more.length > 0) throw new Error('more than one cookie')
  return {
    links: [...text.matchAll(/<a href="\/kept\/(\w+)"/g)].map(([, id]) => id as string),
    why: [...text.matchAll(/<\/summary><p>([^<]*)/g)].map(([, why]) => why as string),
    setCookie: line && (await describeCookie(line, secret)),
    cacheControl: headers['cache-control'],
  }
}

/** What this shopper must see on this visit, by what the test alone knows of them. */
export function expectedOf(shopper: Shopper, visit: Visit): Seen {
  const { cookie, subject, own = { viewed: [], cart: [] } } = shopper
  const agreed = shopper.behavioural === 'g'
  const isPersonal = shopper.contextual === 'g' && visit.way !== 'bare'
  const { product } = visit
  const grows =
    agreed && isPersonal && product && !visit.inAdvance && own.viewed[0] !== product
      ? describeProfile(subject, grown(own.viewed, product), own.cart)
      : undefined
  const clears = cookie && !shopper.own ? 'cleared' : undefined
  const setCookie = grows ?? clears
  const isShared = visit.way === 'kept' || visit.way === 'bare'
  const shopsOwn = isShared
    ? 'public, max-age=60'
    : visit.way === 'checked'
      ? 'no-cache'
      : 'no-store'
  const cacheControl = isPersonal || setCookie ? 'private, no-store' : shopsOwn
  if (!isPersonal) {
    return { links: visit.way === 'bare' ? [] : listed, why: [], setCookie, cacheControl }
  }
  const recent = agreed ? own.viewed.filter((id) => id !== product).slice(0, 8) : []
  const cart = agreed ? own.cart : []
  const ranking = rank(visit, recent, cart)
  const places = new Map(ranking.map((id, place) => [groupOf(id), place]))
  const placeOf = (id: string) => (isSoldOut(id) ? undefined : places.get(groupOf(id)))
  const grid = listed.toSorted((a, b) => (placeOf(a) ?? 1000) - (placeOf(b) ?? 1000))
  const why = whyOf(visit, { agreed, recent, cart })
  return { links: [...ranking.slice(0, 8), ...grid], why: [why, why], setCookie, cacheControl }
}

/** The profile after a visit whose answer was as it must be. */
export function takeAlong(shopper: Shopper, response: WireResponse, visit: Visit): void {
  const [line] = response.headers['set-cookie'] ?? []
  if (!line) return
  shopper.cookie = line.slice(profileCookie.length + 1, line.indexOf(';')) || undefined
  const { viewed = [], cart = [] } = shopper.own ?? {}
  const { product } = visit
  shopper.own = shopper.cookie && product ? { viewed: grown(viewed, product), cart } : undefined
}

function grown(viewed: readonly string[], product: string): readonly string[] {
  return [...new Set([product, ...viewed])].slice(0, 20)
}

function rank(visit: Visit, recent: readonly string[], cart: readonly string[]): string[] {
  const { product, pageType } = visit
  const had = [...(product ? [product] : []), ...cart]
  const views = [...(product ? [product] : []), ...recent]
  const told = [...views.map((id) => itemOf(id, 0)), ...cart.map((id) => itemOf(id, 1))].slice(
    0,
    16,
  )
  const seen = new Set(had.map(groupOf))
  const shown: string[] = []
  for (const { row } of mixedOrder(ids.length, told, [pageTypes.indexOf(pageType)])) {
    const id = ids[row] as string
    if (isSoldOut(id) || seen.has(groupOf(id))) continue
    seen.add(groupOf(id))
    shown.push(id)
  }
  return shown
}

function itemOf(id: string, kind: number): Told {
  return [ids.indexOf(id), kind]
}

interface Known {
  readonly agreed: boolean
  readonly recent: readonly string[]
  readonly cart: readonly string[]
}

function whyOf({ pageType }: Visit, { agreed, recent, cart }: Known): string {
  const did = [
    ...(recent.length ? ['looked at'] : []),
    ...(cart.length ? ['put in your cart'] : []),
  ]
  if (did.length > 0) {
    return `They go with what you ${did.join(' and ')} in this shop. It is kept only in your browser, and you can switch it off.`
  }
  const claims: Record<string, string> = {
    product: 'They are often bought with the product on this page.',
    category: 'They go with what this page is about.',
    home: 'They are what shoppers like at this time.',
  }
  const end = agreed
    ? 'Nothing about you was used. What you look at is kept only in your browser; you can switch it off.'
    : 'Nothing about you was used or stored.'
  return `${claims[pageType]} ${end}`
}

async function describeCookie(line: string, secret: string): Promise<string> {
  const [, value = '', maxAge] = /^__Host-limen-profile=([^;]*); Max-Age=(\d+);/.exec(line) ?? []
  if (value === '') return maxAge === '0' ? 'cleared' : line
  const content = await unseal(value, profileKeys(secret))
  return content ? describeProfile(content.subject, content.viewed, content.cart) : line
}

function describeProfile(
  subject: string | undefined,
  viewed: readonly string[],
  cart: readonly string[],
): string {
  return `of ${subject}: ${viewed} / ${cart}`
}
