import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { generateKeys } from '../../src/consent/index.ts'
import { devWorker } from '../../src/dev/index.ts'
import { smallConfig } from '../fixtures/small-shop.ts'

export const issuer = 'https://shop.example'
export const audience = 'shop.example'

export const browser = 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0'

const page = '<!doctype html><h1>shop</h1><section class="also"><p>plain</p></section>'

export const { privateJwk, publicJwk } = await generateKeys()

interface Options {
  readonly env?: Readonly<Record<string, string>>
  readonly now?: () => Date
  readonly headers?: Record<string, string>
  /** Whether the shop shows what it received. */
  readonly mirrors?: boolean
}

/** The development Worker in front of a shop that notes what it received. */
export async function openShopFloor(options: Options = {}) {
  const { env = {}, now = () => new Date(), headers = {}, mirrors = true } = options
  const received: { time: string; method: string; url: string; headers: [string, string][] }[] = []
  const config = await smallConfig({
    consent: {
      issuer,
      audience,
      keys: { keys: [publicJwk] as never },
      insecureSkipRevocation: true,
    },
  })
  const app = devWorker(config, {
    now,
    cache: null,
    report: () => undefined,
    fetch: async (request) => {
      if (new URL(request.url).pathname === '/_received') {
        return mirrors ? Response.json(received) : new Response('no such page', { status: 404 })
      }
      const { method, url } = request
      received.push({ time: now().toISOString(), method, url, headers: [...request.headers] })
      return new Response(page, { headers: { 'content-type': 'text/html', ...headers } })
    },
  })

  /** Asks as a browser would; the answer's text comes with it. */
  async function visit(address: string, init: RequestInit = {}) {
    const url = new URL(address, 'http://localhost')
    const sent = new Headers({ 'user-agent': browser, accept: 'text/html' })
    for (const [name, value] of new Headers(init.headers)) sent.set(name, value)
    const context = createExecutionContext()
    const request = new Request(url, { redirect: 'manual', ...init, headers: sent })
    const response = await app.fetch(request, env, context)
    await waitOnExecutionContext(context)
    return { response, text: await response.clone().text() }
  }

  return { visit, received }
}

export const development = {
  LIMEN_DEVELOPMENT: 'on',
  LIMEN_DEV_KEY: JSON.stringify(privateJwk),
}

/** The cookies an answer sets, as the next request brings them. */
export function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .filter((cookie) => !cookie.includes('Max-Age=0'))
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ')
}

/** What a table of the page says, one line a row. */
export function rowsOf(markup: string): string[] {
  return [...markup.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map(([, row = '']) =>
    row
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  )
}
