import { describe, expect, it } from 'vitest'
import { type RouteMatch, redactResponse } from '../../src/privacy/index.ts'
import { matchOf, pass, productPage } from './shop.ts'

const origins = { origin: new URL('https://origin.example'), publicOrigin: 'https://shop.example' }

describe('an answer', () => {
  it('to a page sets no cookie that was not declared', () => {
    const match = matchOf('/', { match: '/', mode: 'page', setCookies: ['currency'] })

    expect(answer(cookies, match).headers.getSetCookie()).toEqual(['currency=eur; Path=/'])
    expect(answer(cookies, productPage()).headers.has('set-cookie')).toBe(false)
  })

  it('to a pass route sets the declared cookies, each in a header of its own', () => {
    const match = pass({ cookies: ['session'], setCookies: ['currency'] })

    expect(answer(cookies, match).headers.getSetCookie()).toEqual([
      'session=a; HttpOnly',
      'session=b; Path=/account',
      'currency=eur; Path=/',
    ])
  })

  it('keeps no header of the connection', () => {
    const headers = answer({
      connection: 'close, X-Hop , a b, ',
      'keep-alive': 'timeout=5',
      'x-hop': '1',
      'x-kept': '2',
      'proxy-authenticate': 'Basic',
      upgrade: 'h2c',
    }).headers

    expect(Object.fromEntries(headers)).toEqual({ 'x-kept': '2' })
  })

  it.each([
    ['https://origin.example/a?b=c#d', 'https://shop.example/a?b=c#d'],
    ['http://origin.example/a', 'https://shop.example/a'],
    ['https://ORIGIN.example', 'https://shop.example/'],
    ['//origin.example/a', 'https://shop.example/a'],
    ['https:\\\\origin.example\\a', 'https://shop.example/a'],
    ['https://origin.example:444/a', 'https://origin.example:444/a'],
    ['https://origin.example.evil.example/', 'https://origin.example.evil.example/'],
    [
      'https://pay.example/?back=https://origin.example/',
      'https://pay.example/?back=https://origin.example/',
    ],
    ['/a?b', '/a?b'],
    ['a', 'a'],
    ['', ''],
    ['http://', 'http://'],
  ])('to %j leads to %j', (location, mapped) => {
    const redirect = answer({ location, 'content-location': location }, pass(), 302)

    expect(redirect.status).toBe(302)
    expect(redirect.headers.get('location')).toBe(mapped)
    expect(redirect.headers.get('content-location')).toBe(mapped)
  })

  it('to the shop itself is readable by the shop as shoppers know it', () => {
    const allowed = (value: string) =>
      answer({ 'access-control-allow-origin': value }).headers.get('access-control-allow-origin')

    expect(allowed('https://origin.example')).toBe('https://shop.example')
    expect(allowed('*')).toBe('*')
    expect(allowed('null')).toBe('null')
  })

  it('keeps its addresses where the shop has one origin', () => {
    const response = new Response(null, {
      status: 302,
      headers: { location: 'https://a.example/' },
    })
    const redacted = redactResponse(response, pass(), { publicOrigin: 'https://a.example' })

    expect(redacted.headers.get('location')).toBe('https://a.example/')
  })

  it.each([
    ['gzip', gzip],
    ['zstd', async () => Uint8Array.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0x58, 1, 0, 0])],
    ['unknown', async () => crypto.getRandomValues(new Uint8Array(1000))],
  ])('in %s keeps its bytes', async (coding, encode) => {
    const bytes = await encode()
    const response = new Response(bytes, {
      headers: { 'content-encoding': coding, etag: '"e"', 'content-length': `${bytes.length}` },
      encodeBody: 'manual',
    })

    const redacted = redactResponse(response, productPage(), origins)

    expect(new Uint8Array(await redacted.arrayBuffer())).toEqual(bytes)
    expect(Object.fromEntries(redacted.headers)).toEqual({
      'content-encoding': coding,
      'content-length': `${bytes.length}`,
      etag: '"e"',
    })
  })

  it.each([200, 204, 206, 301, 304, 404, 503])('keeps its status %i', (status) => {
    const response = new Response(null, { status, statusText: 'So' })
    const redacted = redactResponse(response, productPage(), origins)

    expect([redacted.status, redacted.statusText, redacted.body]).toEqual([status, 'So', null])
  })

  it('that is a websocket is handed on', () => {
    const response = new Response(null, { status: 101, webSocket: new WebSocketPair()[0] })

    expect(redactResponse(response, pass(), origins)).toBe(response)
  })
})

const cookies = new Headers([
  ['set-cookie', 'session=a; Domain=origin.example; HttpOnly'],
  ['set-cookie', 'session=b; Path=/account'],
  ['set-cookie', '_ga=GA1.2.3'],
  ['set-cookie', 'currency=eur; Path=/'],
])

function answer(headers: HeadersInit, match: RouteMatch | undefined = pass(), status = 200) {
  if (!match) throw new Error('the route must match')
  return redactResponse(new Response(null, { status, headers }), match, origins)
}

async function gzip(): Promise<Uint8Array<ArrayBuffer>> {
  const { body } = new Response('hello '.repeat(100))
  if (!body) throw new Error('there must be a body')
  const zipped = new Response(body.pipeThrough(new CompressionStream('gzip')))
  return new Uint8Array(await zipped.arrayBuffer())
}
