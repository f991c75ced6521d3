import { decodeJwt } from 'jose'
import {
  type ConsentService,
  consentCookie,
  defaultPolicy,
  generateKeys,
  type NoticeFacts,
  type PermitPolicy,
  pinnedKeys,
  verifyConsent,
} from '../../src/consent/index.ts'
import { type ConsentServiceOptions, consentService } from '../../src/notice/index.ts'
import type { Place } from '../../src/policy/index.ts'

const { privateJwk, publicJwk } = await generateKeys()

export const issuer = 'https://shop.example'
export const keys = JSON.stringify({ keys: [privateJwk] })
export const publicKey = publicJwk

export interface ShopOptions extends ConsentServiceOptions {
  readonly languages?: readonly string[]
  readonly policy?: PermitPolicy
  readonly epoch?: number
}

/** A consent service with a shopper before it, whose browser keeps cookies, and a clock. */
export function openShop({
  languages = ['en', 'de'],
  policy = defaultPolicy,
  epoch = 0,
  ...rest
}: ShopOptions = {}) {
  const clock = { now: new Date('2026-11-22T12:00:00Z') }
  const reports: unknown[] = []
  const trust = {
    issuer,
    audience: 'shop.example',
    keys: pinnedKeys({ keys: [publicJwk] }),
    algorithms: ['ES256'] as const,
    epoch,
  }
  const service: ConsentService = consentService({ keys, ...rest })({
    issuer,
    audience: 'shop.example',
    languages,
    policy,
    trust: () => trust,
    now: () => clock.now,
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    report: (error) => reports.push(error),
  })
  const jar = new Map<string, string>()
  const shopper: { place: Place; gpc: boolean; language: string } = {
    place: { country: 'DE', isEu: true },
    gpc: false,
    language: 'en',
  }

  function request(path: string, init: RequestInit = {}): Request {
    const headers = new Headers(init.headers)
    if (jar.size > 0 && !headers.has('cookie')) headers.set('cookie', cookies())
    if (shopper.gpc) headers.set('sec-gpc', '1')
    const { country, region: regionCode, isEu } = shopper.place
    const cf = { country, regionCode, ...(isEu && { isEUCountry: '1' }) }
    return new Request(new URL(path, issuer), {
      redirect: 'manual',
      ...init,
      headers,
      cf,
    } as RequestInit)
  }

  async function ask(path: string, init: RequestInit = {}): Promise<Response> {
    const answer = await service.answer(request(path, init), {})
    if (!answer) throw new Error(`nobody answers ${path}`)
    keep(answer.headers.getSetCookie())
    return answer
  }

  function keep(setCookies: readonly string[]): void {
    for (const cookie of setCookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      if (/max-age=0(;|$)/i.test(cookie)) jar.delete(name)
      else jar.set(name, value)
    }
  }

  function cookies(): string {
    return [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  /** Sends a form as the browser does, from `/product/1`. */
  function send(fields: Record<string, string | string[]>, headers: Record<string, string> = {}) {
    const body = new URLSearchParams()
    for (const [name, values] of Object.entries(fields)) {
      for (const value of [values].flat()) body.append(name, value)
    }
    return ask('/.limen/consent', {
      method: 'POST',
      body,
      headers: {
        'sec-fetch-site': 'same-origin',
        accept: 'text/html',
        referer: `${issuer}/product/1?size=m`,
        ...headers,
      },
    })
  }

  function bridge(body: unknown, headers: Record<string, string> = {}) {
    return ask('/.limen/consent/bridge', {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: {
        'content-type': 'application/json',
        'sec-fetch-site': 'same-origin',
        ...headers,
      },
    })
  }

  const token = () => jar.get(consentCookie)
  const claims = () => decodeJwt<Record<string, never>>(token() ?? '')
  /** The state of each purpose by its key, such as `{ beh: 'g' }`. */
  const states = () =>
    Object.fromEntries(
      Object.entries<{ s: string }>(claims().prp ?? {}).map(([key, { s }]) => [key, s]),
    )

  async function facts(): Promise<NoticeFacts> {
    const consent = token() ? await verifyConsent(token() as string, trust, clock.now) : undefined
    return { consent, ...shopper }
  }

  async function shown(): Promise<string> {
    return new TextDecoder().decode(service.notice(await facts())?.body)
  }

  async function renew() {
    const renewal = await service.renew(request('/product/1'), {}, await facts())
    if (renewal) keep([renewal.setCookie])
    return renewal
  }

  return {
    service,
    clock,
    shopper,
    jar,
    reports,
    trust,
    ask,
    send,
    bridge,
    token,
    claims,
    states,
    facts,
    shown,
    renew,
  }
}

/** Both questions of a shop as a banner sends them. */
export const both = { asked: ['behavioural', 'measurement'], via: 'banner', lang: 'en' }
