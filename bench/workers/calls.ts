import { slotRenderer } from '../../src/catalogue/index.ts'
import {
  type Algorithm,
  consentCookie,
  consentFromRequest,
  generateKeys,
  isPermitted,
  mintConsent,
  permit,
  pinnedKeys,
  readGpc,
  tokenMemory,
} from '../../src/consent/index.ts'
import { asciiMarkup, compilePage, fillTemplate, searchFor } from '../../src/page/index.ts'
import { compileRoutes, redactRequest } from '../../src/privacy/index.ts'
import { newProfileKey, profile } from '../../src/profile/index.ts'
import { openShop } from '../../src/shop.ts'
import { describeVisit } from '../../src/visit/index.ts'
import { makePage, type PageSize, pathOf, product, slotSelector } from '../page.ts'
import { shopperHeaders } from '../shopper-headers.ts'
import config from './config.ts'
import { repeat } from './repeat.ts'

/** One step of a request, ready to be done again and again. */
type Call = () => unknown

const search = searchFor([{ id: 'bench', select: slotSelector }])
const site = { origin: new URL('https://origin.example'), languages: ['en-GB'] }

const shopOpened = openShop(config, (error) => {
  throw error
})

const calls: ReadonlyMap<string, (size: PageSize) => Promise<Call>> = new Map([
  ['redact', redact],
  ['verify-es256', () => verify('ES256')],
  ['verify-eddsa', () => verify('EdDSA')],
  ['recall-es256', () => verify('ES256', { again: true })],
  ['recall-eddsa', () => verify('EdDSA', { again: true })],
  ['permit', permission],
  ['open', async () => (await sealedProfile()).open],
  ['seal', sealAnew],
  ['describe', describe],
  ['rank', rank],
  ['compile', compile],
  ['render', render],
  ['fill', fill],
])

/** Answers `/<call>/<KB>/<milliseconds>` with the microseconds one call took, done for that long. */
export default {
  async fetch(request: Request): Promise<Response> {
    const [, name = '', size, milliseconds] = new URL(request.url).pathname.split('/')
    const setUp = calls.get(name)
    if (!setUp) return new Response('There is no such call', { status: 404 })
    const call = await setUp(Number(size))
    await repeat(call, Number(milliseconds)) // warm-up: the optimizing compilers have to catch up
    return Response.json({ microseconds: await repeat(call, Number(milliseconds)) })
  },
}

async function redact(size: PageSize): Promise<Call> {
  const { catalogue } = await shopOpened
  const matchRoute = compileRoutes(config.routes)
  const request = new Request(`https://shop.example${pathOf(size)}`, { headers: shopperHeaders })
  return () => {
    const match = matchRoute(new URL(request.url), catalogue)
    if (!match) throw new Error('the route must match')
    return redactRequest(request, match, site)
  }
}

async function verify(algorithm: Algorithm, { again = false } = {}): Promise<Call> {
  const now = new Date()
  const { request, trust } = await shopperWithConsent(algorithm, now)
  const memory = again ? { memory: tokenMemory() } : {}
  return async () => {
    const result = await consentFromRequest(request, { ...trust, ...memory }, now)
    if (!('consent' in result)) throw new Error(`the token must verify: ${result.reason}`)
  }
}

async function permission(): Promise<Call> {
  const now = new Date()
  const { request, trust } = await shopperWithConsent('ES256', now)
  const remembering = { ...trust, memory: tokenMemory() }
  return async () => {
    const consent = await consentFromRequest(request, remembering, now)
    const gpc = readGpc(request.headers)
    const permission = permit({ consent, gpc, now, revocation: 'clear' })
    if (!isPermitted(permission, 'behavioural')) throw new Error('the purpose must be permitted')
  }
}

async function shopperWithConsent(algorithm: Algorithm, now: Date) {
  const site = { issuer: 'https://shop.example', audience: 'shop.example' }
  const { privateJwk, publicJwk } = await generateKeys(algorithm)
  const token = await mintConsent(
    {
      ...site,
      purposes: { contextual: 'g', behavioural: 'g', measurement: 'g', advertising: 'd' },
      jurisdiction: 'EU-DE',
      age: 'adult',
    },
    privateJwk,
    now,
    (length) => crypto.getRandomValues(new Uint8Array(length)),
  )
  const headers = { ...shopperHeaders, cookie: `basket=7; ${consentCookie}=${token}; theme=dark` }
  const trust = { ...site, algorithms: [algorithm], keys: pinnedKeys({ keys: [publicJwk] }) }
  return { request: new Request('https://shop.example/', { headers }), trust }
}

/** A shopper who looked at twelve products, and the opening of what their browser brings. */
async function sealedProfile() {
  const now = new Date()
  const { request, trust } = await shopperWithConsent('ES256', now)
  const consent = await consentFromRequest(request, trust, now)
  const permission = permit({ consent, gpc: false, now, revocation: 'clear' })
  const key = newProfileKey((length) => crypto.getRandomValues(new Uint8Array(length)))
  const openProfile = profile({ keys: key }).open(key)
  const navigation = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
  let visit = new Request(request, { headers: [...request.headers, ...Object.entries(navigation)] })
  const open = () => openProfile(visit, { permission, consent, now })
  for (let look = 0; look < 12; look++) {
    const [pair = ''] = ((await (await open()).cookieAfter(`look-${look}`)) ?? '').split(';')
    const headers = new Headers(visit.headers)
    headers.set('cookie', `${request.headers.get('cookie')}; ${pair}`)
    visit = new Request(visit, { headers })
  }
  if ((await open()).profile?.viewed.length !== 12) throw new Error('the profile must be there')
  return { open }
}

async function sealAnew(): Promise<Call> {
  const opened = await (await sealedProfile()).open()
  return async () => {
    if (!(await opened.cookieAfter(product))) throw new Error('the profile must grow')
  }
}

async function newVisit() {
  const { catalogue } = await shopOpened
  const facts = {
    pageType: 'product',
    product,
    category: undefined,
    isNamed: catalogue.isNamed,
    categoryOf: (id: string) => catalogue.get(id)?.categories.at(-1),
    now: new Date(),
    timeZone: 'Europe/London',
    device: 'desktop' as const,
    referrer: shopperHeaders.referer ?? null,
    siteHost: 'shop.example',
    country: 'GB',
  }
  return () => describeVisit(facts, () => true)
}

async function describe(): Promise<Call> {
  return newVisit()
}

async function ranking() {
  const { ranker } = await shopOpened
  const visit = (await newVisit())()
  return async () => {
    const ranking = await ranker?.rank(visit, { keepAlive: () => undefined, remember: false })
    if (ranking?.by !== 'model') throw new Error('the model must rank')
    return ranking
  }
}

async function rank(): Promise<Call> {
  return ranking()
}

async function compile(size: PageSize): Promise<Call> {
  const page = pageBytes(size)
  return () => compileOnce(page)
}

function pageBytes(size: PageSize): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(new TextEncoder().encode(makePage(size)))
}

async function compileOnce(page: Uint8Array<ArrayBuffer>) {
  const compiled = compilePage(page, search)
  if ('reason' in compiled) throw new Error(`the page must compile: ${compiled.reason}`)
  return compiled.template
}

async function render() {
  const { best } = await (await ranking())()
  const products = best(8).map(({ product }) => product)
  const frame = { id: 'bench', heading: 'You may also like', language: 'en-GB' }
  const renderSlot = slotRenderer(frame, asciiMarkup)
  return () => renderSlot(products, 'It is measured.')
}

async function fill(size: PageSize): Promise<Call> {
  const template = await compileOnce(pageBytes(size))
  const cards = (await render())()
  return () => fillTemplate(template, new Map([['bench', cards]]))
}
