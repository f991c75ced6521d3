import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pageHeaders, passHeaders, redactHeaders } from '../../src/privacy/headers.ts'

describe('on a page route', () => {
  it('every shopper sends the same few headers', () => {
    expect(cross({})).toEqual({
      accept: '*/*',
      'accept-encoding': 'gzip',
      'accept-language': 'en',
      'user-agent': 'Mozilla/5.0 (compatible; Limen; desktop)',
    })
  })

  it.each([
    ['text/html,application/xhtml+xml,image/avif,*/*;q=0.8', /^text\/html,/],
    ['image/avif,image/webp,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5', /^image\/\*,/],
    ['text/css,*/*;q=0.1', /^text\/css,/],
    ['application/json, text/plain, */*', /^application\/json$/],
    ['application/ld+json', /^application\/json$/],
    ['text/event-stream', /^text\/event-stream$/],
    ['text/x-anna', /^\*\/\*$/],
  ])('accept: %s is reduced to its class', (accept, reduced) => {
    expect(cross({ accept }).accept).toMatch(reduced)
  })

  it.each([
    ['de-CH,de;q=0.9,en;q=0.8', 'de-AT'],
    ['fr,en-GB;q=0.5', 'en'],
    ['en;q=0.1,pt-br;q=0.2', 'pt-BR'],
    ['de;q=0,fr', 'en'],
    ['pt-BR-x-anna', 'pt-BR'],
    ['*', 'en'],
    ['-,-', 'en'],
    ['d', 'en'],
  ])('accept-language: %s is reduced to %s', (language, reduced) => {
    expect(cross({ 'accept-language': language })['accept-language']).toBe(reduced)
  })

  it.each([
    ['1', '1'],
    ['0, 1', '1'],
    ['0', undefined],
    ['true', undefined],
    ['1;anna', undefined],
    ['11', undefined],
  ])('sec-gpc: %s crosses as %s', (signal, reduced) => {
    expect(cross({ 'sec-gpc': signal })['sec-gpc']).toBe(reduced)
  })

  it('a header without a rule never crosses', () => {
    const plain = cross({})
    fc.assert(
      fc.property(anyHeader, visibleText, (name, value) => {
        fc.pre(!pageHeaders.has(name.toLowerCase()))
        expect(cross({ [name]: value })).toEqual(plain)
      }),
    )
  })

  it('a header with a rule crosses as one of few values', () => {
    const values = new Map<string, Set<string | undefined>>()
    const value = fc.oneof(visibleText, fc.constantFrom('text/html', 'image/a', 'de', '1', 'iPad'))
    fc.assert(
      fc.property(fc.constantFrom(...pageHeaders.keys()), value, (name, value) => {
        const seen = values.get(name) ?? new Set()
        values.set(name, seen.add(cross({ [name]: value })[name]))
        expect(seen.size).toBeLessThanOrEqual(6)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('on a pass route', () => {
  it('conditions and ranges cross if they are well formed', () => {
    const sent = {
      'if-match': '"a", W/"b"',
      'if-none-match': '*',
      'if-modified-since': 'Wed, 21 Oct 2015 07:28:00 GMT',
      'if-unmodified-since': 'Wed, 21 Oct 2015 07:28:00 GMT',
      'if-range': '"a"',
      range: 'bytes=0-99, -5',
    }

    expect(cross(sent, passHeaders)).toMatchObject({ ...sent, 'accept-encoding': 'identity' })
  })

  it.each([
    { 'if-match': 'anna' },
    { 'if-none-match': '"a" anna' },
    { 'if-modified-since': 'anna' },
    { 'if-range': 'anna' },
    { 'if-unmodified-since': '' },
    { 'sec-websocket-protocol': 'anna' },
    { 'sec-websocket-version': '13' },
    { upgrade: 'h2c' },
  ])('%j does not cross', (sent) => {
    expect(cross(sent, passHeaders)).toEqual(cross({}))
  })

  it('a range of anything but bytes does not cross', () => {
    expect(cross({ range: 'anna=1-2' }, passHeaders).range).toBeUndefined()
  })

  it('the shop itself is named as the origin knows it, another site not at all', () => {
    expect(cross({ origin: 'https://shop.example' }, passHeaders).origin).toBe(
      'https://origin.example',
    )
    expect(cross({ origin: 'https://mail.example' }, passHeaders).origin).toBe('null')
    expect(cross({ origin: 'null' }, passHeaders).origin).toBe('null')
  })

  it('a websocket is asked for with its protocol', () => {
    const sent = {
      upgrade: 'WebSocket',
      'sec-websocket-protocol': 'chat',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'YW5uYQ==',
    }

    expect(cross(sent, passHeaders)).toEqual({
      ...cross({}),
      upgrade: 'websocket',
      'sec-websocket-protocol': 'chat',
      'sec-websocket-version': '13',
    })
  })

  it('a header without a rule never crosses', () => {
    const plain = cross({})
    fc.assert(
      fc.property(anyHeader, visibleText, (name, value) => {
        fc.pre(!passHeaders.has(name.toLowerCase()))
        expect(cross({ [name]: value }, passHeaders)).toEqual(plain)
      }),
    )
  })
})

const visibleText = fc.stringMatching(/^[!-~]{1,40}$/)
const anyHeader = fc.oneof(
  fc.stringMatching(/^[a-zA-Z0-9!#$%&'*+.^_`|~-]{1,20}$/),
  fc.constantFrom('constructor', '__proto__', 'toString', 'cookie', 'authorization', 'referer'),
  fc.constantFrom('x-forwarded-for', 'cf-connecting-ip', 'forwarded', 'sec-ch-ua', 'dnt', 'via'),
)

function cross(sent: Record<string, string>, rules = pageHeaders): Record<string, string> {
  const headers = new Headers()
  for (const name of Object.getOwnPropertyNames(sent)) headers.set(name, sent[name] ?? '')
  const context = {
    headers,
    languages: ['en', 'de-AT', 'pt-BR'],
    publicOrigin: 'https://shop.example',
    origin: 'https://origin.example',
  }
  return Object.fromEntries(redactHeaders(rules, context))
}
