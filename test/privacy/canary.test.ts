import { describe, expect, it } from 'vitest'
import {
  compileRoutes,
  type PassRoute,
  type Route,
  redactRequest,
} from '../../src/privacy/index.ts'
import { known, page, site } from './shop.ts'

const canaries = Array.from({ length: 44 }, (_, i) => `cnry${i + 10}qx`)

// In the order of `canaries`: where each of them sits in the request that `shopperRequest` builds.
const places = [
  ...['query name', 'query value', 'second value of a declared query', 'words of a search'],
  ...['sort order', 'page number', 'fragment', 'user name', 'password', 'query of a query'],
  ...['cookie', 'cookie name', 'second cookie of a name', 'quoted cookie', 'consent cookie'],
  ...['header name', 'authorization', 'referer path', 'referer query', 'origin', 'user agent'],
  ...['accept', 'accept parameter', 'language', 'language region', 'gpc', 'do not track'],
  ...['forwarded', 'x-forwarded-for', 'x-real-ip', 'via', 'platform address', 'platform place'],
  ...['client hint', 'entity tag', 'range', 'date', 'encoding', 'from', 'websocket protocol'],
  ...['content type', 'body field name', 'body field value', 'file name'],
]

describe('of a request full of canaries', () => {
  it('every place really holds one', async () => {
    expect(places.length).toBe(canaries.length)
    expect(await canariesIn(shopperRequest('POST'))).toEqual(canaries)
  })

  it.each(['GET', 'HEAD', 'OPTIONS'])('none crosses by %s of a page', async (method) => {
    const crossed = await cross(shopperRequest(method), page)

    expect(crossed.url).toBe('https://origin.example:8443/product/mug-1?q=red')
    expect(await canariesIn(crossed)).toEqual([])
  })

  it('none crosses by a pass route that declares nothing', async () => {
    expect(
      await canariesIn(await cross(shopperRequest('POST'), { ...page, mode: 'pass' })),
    ).toEqual([])
  })

  it.each<[string, Partial<PassRoute>]>([
    ['query value', { query: { [canary('query name')]: 'text' } }],
    ['authorization', { headers: ['authorization'] }],
    ['client hint', { headers: ['sec-ch-ua-model'] }],
    ['cookie', { cookies: ['session'] }],
    ['body field value', { fields: ['note'] }],
  ])('%s crosses by a pass route that declares it, and no other', async (place, declared) => {
    const route: Route = { match: page.match, mode: 'pass', ...declared }
    const names = route.query ? [canary('query name')] : []

    const crossed = await canariesIn(await cross(shopperRequest('POST'), route))

    expect(crossed).toEqual([...names, canary(place)])
  })

  it.each([
    '/product/mug-1;id=CANARY',
    '/product;id=CANARY/mug-1',
    '/product/mug-1/CANARY',
    '/CANARY/product/mug-1',
    '/product/CANARY',
    '/product/mug-1%3bCANARY',
    '/product/mug-1%2fCANARY',
    '/product/mug-1%00CANARY',
    '//CANARY/product/mug-1',
  ])('the path %s matches nothing', (path) => {
    const url = new URL(`https://shop.example${path.replace('CANARY', canary('cookie'))}`)

    expect(compileRoutes([page])(url, known)).toBeUndefined()
  })

  it.each([
    '/CANARY/../product/mug-1',
    '/CANARY/%2e%2E/product/mug-1',
    '/product/CANARY/..\\mug-1',
  ])('the path %s crosses without it', async (path) => {
    const url = `https://shop.example${path.replace('CANARY', canary('cookie'))}`

    expect((await cross(new Request(url), page)).url).toBe(
      'https://origin.example:8443/product/mug-1',
    )
  })

  it('none is told by an error', async () => {
    const crossing = cross(shopperRequest('POST'), page)

    const error: Error = await crossing.then(
      () => new Error('it crossed'),
      (error) => error,
    )

    expect(error.message).toBe('This page does not take the method')
    expect(canaries.filter((canary) => `${error.stack}`.includes(canary))).toEqual([])
  })
})

function canary(place: string): string {
  return canaries[places.indexOf(place)] ?? 'no such place'
}

function cross(request: Request, route: Route): Promise<Request> {
  const match = compileRoutes([route])(new URL(request.url), known)
  if (!match) throw new Error('the route must match')
  return redactRequest(request, match, site)
}

function shopperRequest(method: string): Request {
  const at = canary
  const url = new URL('https://shop.example/product/mug-1')
  url.search = [
    `${at('query name')}=${at('query value')}`,
    `q=red+${at('words of a search')}&q=${at('second value of a declared query')}`,
    `sort=${at('sort order')}&page=${at('page number')}&next=/%3Fa%3D${at('query of a query')}`,
  ].join('&')
  url.hash = at('fragment')
  url.username = at('user name')
  url.password = at('password')

  const headers = new Headers({
    [`x-${at('header name')}`]: 'x',
    accept: `text/html;a=${at('accept parameter')},text/${at('accept')}`,
    'accept-encoding': at('encoding'),
    'accept-language': `${at('language')},de-${at('language region')}`,
    authorization: `Basic ${btoa(at('authorization'))}`,
    'cf-connecting-ip': at('platform address'),
    'cf-ipcity': at('platform place'),
    'content-type': `multipart/form-data; boundary=${at('content type')}`,
    cookie: [
      `session=${at('cookie')}; ${at('cookie name')}=1; session=${at('second cookie of a name')}`,
      `q="${at('quoted cookie')}"; __Host-consent=${at('consent cookie')}`,
    ].join('; '),
    dnt: at('do not track'),
    forwarded: `for=${at('forwarded')}`,
    from: at('from'),
    'if-none-match': at('entity tag'),
    'if-modified-since': at('date'),
    origin: `https://${at('origin')}.example`,
    range: at('range'),
    referer: `https://shop.example/${at('referer path')}?a=${at('referer query')}`,
    'sec-ch-ua-model': at('client hint'),
    'sec-gpc': at('gpc'),
    'sec-websocket-protocol': at('websocket protocol'),
    'user-agent': `Mozilla/5.0 (${at('user agent')})`,
    via: at('via'),
    'x-forwarded-for': at('x-forwarded-for'),
    'x-real-ip': at('x-real-ip'),
  })
  const body = [
    `--${at('content type')}\r\ncontent-disposition: form-data; name="note"\r\n`,
    `\r\n${at('body field value')}\r\n`,
    `--${at('content type')}\r\n`,
    `content-disposition: form-data; name="${at('body field name')}"; filename="${at('file name')}"\r\n`,
    `\r\nx\r\n--${at('content type')}--`,
  ].join('')
  return new Request(url, { method, headers, body: method === 'POST' ? body : null })
}

/** Which canaries can be read from a request: as they are, encoded, or by their digest. */
async function canariesIn(request: Request): Promise<string[]> {
  const body = new TextDecoder().decode(await request.clone().arrayBuffer())
  const headers = [...request.headers].map((header) => header.join(': '))
  const sent = [request.method, request.url, ...headers, body, JSON.stringify(request.cf)].join(
    '\n',
  )
  const readable = [sent, percentDecoded(sent), percentDecoded(percentDecoded(sent))]
    .join('\n')
    .toLowerCase()

  const found: string[] = []
  for (const canary of canaries) {
    const traces = [canary, ...base64(canary), ...(await digests(canary))]
    if (traces.some((trace) => readable.includes(trace.toLowerCase()))) found.push(canary)
  }
  return found
}

function percentDecoded(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, code) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
}

// In base64 a text looks different by where in a group of three bytes it starts.
function base64(text: string): string[] {
  return ['', '_', '__'].map((before) =>
    btoa(`${before}${text}`)
      .slice(before.length && 4)
      .replace(/.{0,2}=*$/, ''),
  )
}

async function digests(text: string): Promise<string[]> {
  const bytes = new TextEncoder().encode(text)
  const found: string[] = []
  for (const algorithm of ['MD5', 'SHA-1', 'SHA-256']) {
    const digest = new Uint8Array(await crypto.subtle.digest(algorithm, bytes))
    found.push(hex(digest), btoa(String.fromCharCode(...digest)))
  }
  return found
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
