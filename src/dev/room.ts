import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { csrf } from 'hono/csrf'
import { type Config, fromEnv } from '../config/index.ts'
import { consentCookie, type Random, readPrivateKey } from '../consent/index.ts'
import type { LimenEnv } from '../personalize.ts'
import { revealTrace } from '../preview/index.ts'
import { chooseConsent } from './choose-consent.ts'
import { type Message, readForm, rememberExchanges, toMessage } from './exchange.ts'
import { roomPage } from './pages/room-page.ts'
import { icon } from './pages/style.ts'
import { findPlaces, type Place } from './places.ts'
import { askReceived, evidenceOf } from './received.ts'
import { applySwitches, choiceOf, readSwitches, type Switches, switchesCookie } from './switches.ts'

/** Where the development room is. */
export const roomPath = '/.limen/dev'

export interface DevRoomOptions {
  readonly config: Config
  /** The Worker's variables, in which the configuration may name some. */
  readonly env: unknown
  /** A private JWK as JSON, to sign the consent that is tried out. Without it there is none to try. */
  readonly privateKey: string | undefined
  /** Asks the shop what it received. */
  readonly fetch: (request: Request) => Promise<Response>
  readonly now: () => Date
  readonly random: Random
}

/** A page's own: nothing is loaded, framed, kept or sent elsewhere. */
const pageHeaders = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; form-action 'self'; " +
    "base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

/**
 * The development room: stands before `personalize`, lets the developer be another shopper, shows the
 * decision on each answer, and answers `/.limen/dev` with what happened. For development only.
 */
export function devRoom(options: DevRoomOptions): MiddlewareHandler<LimenEnv> {
  const { config, env, now } = options
  const exchanges = rememberExchanges()
  const privateJwk = readPrivateKey(`{"keys":[${options.privateKey ?? ''}]}`)
  const { origin: address } = config.site
  const origin = address === undefined ? undefined : new URL(fromEnv('site.origin', address, env))
  let places: readonly Place[] | undefined

  const pages = new Hono()
  pages.use(csrf())
  pages.get('/', showRoom)
  pages.get('/icon.svg', (c) => c.body(icon, 200, { 'content-type': 'image/svg+xml' }))
  pages.post('/switches', flipSwitches)
  pages.post('/forget', (c) => {
    exchanges.clear()
    return c.redirect(roomPath, 303)
  })
  const room = new Hono().route(roomPath, pages)
  const own = new Set(room.routes.map(({ path }) => path))

  return async function development(c, next) {
    if (own.has(c.req.path)) {
      c.res = await room.fetch(c.req.raw)
      return
    }
    const began = now()
    c.req.raw = applySwitches(c.req.raw, switchesOf(c))
    const sent = toMessage(c.req.raw, await readForm(c.req.raw))
    await next()
    const { limen } = c.var
    if (!limen) return
    const { asked, ...trace } = limen
    exchanges.add({
      began,
      ended: now(),
      sent,
      ...(asked && { asked: toMessage(asked) }),
      status: c.res.status,
      isVisit: isVisit(sent, c.res),
      trace,
    })
    const revealed = revealTrace(c.res, limen)
    // Hono lays the headers of an answer that is there over the next one; the old must not come back.
    c.res = undefined
    c.res = revealed
  }

  async function showRoom(c: Context) {
    const visits = exchanges.visits()
    const assets = exchanges.assets()
    const shownId = Number(c.req.query('show'))
    const shown = [...visits, ...assets].find(({ id }) => id === shownId) ?? visits[0] ?? assets[0]
    places ??= await findPlaces(config)
    const received = origin ? await askReceived(options.fetch, origin) : undefined
    return c.html(
      roomPage({
        visits,
        assets,
        shown: shown && { ...shown, evidence: evidenceOf(shown, received) },
        switches: switchesOf(c),
        canConsent: privateJwk !== undefined && config.consent !== undefined,
        follow: c.req.query('follow') === '1',
        places,
      }),
      200,
      pageHeaders,
    )
  }

  async function flipSwitches(c: Context) {
    const form = new Map(Object.entries(await c.req.parseBody()))
    const earlier = form.has('clear') ? [] : switchesOf(c)
    const chosen = readSwitches([...earlier, ...form])
    const cookie = { path: '/', httpOnly: true, sameSite: 'Lax' } as const
    setCookie(c, switchesCookie, new URLSearchParams([...chosen]).toString(), cookie)

    // Consent that came from elsewhere stays until the developer chooses another.
    if (chosen.has('consent') || form.has('clear')) {
      const consent = await consentFor(chosen)
      // Browsers take a Secure cookie from http://localhost too: it is trustworthy by its host.
      const host = { ...cookie, secure: true, ...(consent ? {} : { maxAge: 0 }) }
      setCookie(c, consentCookie, consent ?? '', host)
    }
    return c.redirect(roomPath, 303)
  }

  function consentFor(chosen: Switches): Promise<string | undefined> {
    if (!privateJwk || !config.consent) return Promise.resolve(undefined)
    const { issuer, audience } = config.consent
    const signer = { issuer, audience, privateJwk, now: now(), random: options.random }
    return chooseConsent(choiceOf(chosen, 'consent'), choiceOf(chosen, 'country'), signer)
  }
}

function switchesOf(c: Context): Switches {
  return readSwitches(new URLSearchParams(getCookie(c, switchesCookie)))
}

/** A page, or what a form led to; not what a page loads. */
function isVisit({ method, headers }: Message, answer: Response): boolean {
  const destination = new Map(headers).get('sec-fetch-dest')
  if (destination !== undefined) return destination === 'document'
  return method !== 'GET' || answer.headers.get('content-type')?.startsWith('text/html') === true
}
