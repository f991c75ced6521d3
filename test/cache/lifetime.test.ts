import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type LifetimeRules, lifetimeOf } from '../../src/cache/lifetime.ts'
import { startMs } from './shop.ts'

const day = 86_400
const http = (seconds: number) => new Date(startMs + seconds * 1000).toUTCString()

describe('how long an answer is fresh', () => {
  test.each<[string, Record<string, string>, number]>([
    ['max-age', { 'cache-control': 'max-age=60' }, 60],
    ['s-maxage before max-age', { 'cache-control': 'max-age=60, s-maxage=600' }, 600],
    ['max-age before Expires', { 'cache-control': 'max-age=60', expires: http(900) }, 60],
    ['Expires', { expires: http(90) }, 90],
    ['Expires, by the clock of Date', { expires: http(90), date: http(30) }, 60],
    ['CDN-Cache-Control before all', { 'cdn-cache-control': 'max-age=5', expires: http(90) }, 5],
    ['less its age', { 'cache-control': 'max-age=60', age: '20' }, 40],
    ['less its age by Date', { 'cache-control': 'max-age=60', date: http(-50) }, 10],
    ['a Date ahead of ours is now', { 'cache-control': 'max-age=60', date: http(500) }, 60],
    ['an Age that is none is not', { 'cache-control': 'max-age=60', age: 'old' }, 60],
    ['older than it may be', { 'cache-control': 'max-age=60', age: '100' }, -40],
    ['no-cache, with a validator', { 'cache-control': 'no-cache, max-age=60', etag: '"1"' }, 0],
    ['Expires: 0, with a validator', { expires: '0', 'last-modified': http(-900) }, 0],
  ])('%s', (_, headers, seconds) => {
    expect(read(headers)?.fresh).toBe(seconds)
  })

  test('counts the time the answer took as age', () => {
    expect(read({ 'cache-control': 'max-age=60' }, { askedMs: startMs - 3000 })?.fresh).toBe(57)
  })
})

describe('an answer is not kept', () => {
  test.each<[string, Record<string, string>]>([
    ['that says nothing of its freshness', { 'last-modified': http(-9000), etag: '"1"' }],
    ['that is only public', { 'cache-control': 'public' }],
    ['that is private', { 'cache-control': 'private, max-age=60' }],
    ['that is private in part', { 'cache-control': 'private="x-name", max-age=60' }],
    ['with no-store', { 'cache-control': 'no-store, max-age=60' }],
    ['with no-store for CDNs', { 'cache-control': 'max-age=9', 'cdn-cache-control': 'no-store' }],
    ['with a cookie', { 'cache-control': 'max-age=60', 'set-cookie': 'a=1' }],
    ['that varies on everything', { 'cache-control': 'max-age=60', vary: 'accept, *' }],
    ['that is stale at once and has no validator', { 'cache-control': 'max-age=0' }],
    ['no-cache without a validator', { 'cache-control': 'no-cache' }],
  ])('%s', (_, headers) => {
    expect(read(headers)).toBeUndefined()
  })

  test('where its route says never', () => {
    expect(read({ 'cache-control': 'max-age=60' }, { keep: 'never' })).toBeUndefined()
  })
})

describe('how long a stale answer may serve', () => {
  test.each<[string, string, { stale: number; error: number; kept: number }]>([
    ['as stale-while-revalidate says', 'max-age=60, stale-while-revalidate=30', w(90, 60 + day)],
    ['s-maxage is no ban', 's-maxage=60, stale-while-revalidate=30', w(90, 60 + day)],
    ['as stale-if-error says', `max-age=60, stale-if-error=${3 * day}`, w(60, 60 + 3 * day)],
    ['in an outage, in any case', 'max-age=60', w(60, 60 + day)],
    ['never with must-revalidate', 'max-age=60, must-revalidate, stale-if-error=9', w(60, 60)],
    ['never with proxy-revalidate', 'max-age=60, proxy-revalidate', w(60, 60)],
    ['never with no-cache', 'no-cache, stale-while-revalidate=30', w(0, 0)],
  ])('%s', (_, field, expected) => {
    const { stale, error, kept } = read({ 'cache-control': field, etag: '"1"' }) ?? {}
    expect({ stale, error, kept }).toEqual(expected)
  })

  function w(stale: number, error: number) {
    const fresh = stale === 0 ? 0 : 60
    return { stale, error, kept: Math.max(fresh + day, error) }
  }
})

describe("a route's own word", () => {
  test('replaces what the origin says of freshness', () => {
    const keep = { seconds: 300, staleSeconds: 30 }
    for (const field of ['no-cache', 'max-age=5, must-revalidate', '']) {
      const lifetime = read({ 'cache-control': field, age: '100' }, { keep })
      expect(lifetime, field).toMatchObject({ fresh: 300, stale: 330, error: 300 + day })
    }
  })

  test.each([
    { 'cache-control': 'private' },
    { 'cache-control': 'no-store' },
    { 'set-cookie': 'a=1' },
    { vary: '*' },
  ])('never shares what is not for everybody: %o', (headers) => {
    expect(read(headers as never, { keep: { seconds: 300 } })).toBeUndefined()
  })
})

test('whatever else an answer says, with private, no-store or a cookie it is not kept', () => {
  const directive = fc.constantFrom(
    ...['public', 'max-age=60', 's-maxage=60', 'immutable', 'must-revalidate'],
    ...['stale-while-revalidate=60', 'stale-if-error=60', 'no-transform', 'x="y, z"'],
  )
  const veto = fc.constantFrom('private', 'no-store', 'Private="a"', 'NO-STORE')
  fc.assert(
    fc.property(fc.array(directive), fc.array(directive), veto, (before, after, veto) => {
      const field = [...before, veto, ...after].join(', ')
      expect(read({ 'cache-control': field, expires: http(99) })).toBeUndefined()
      const cookie = { 'cache-control': before.join(', '), 'set-cookie': 'a=1' }
      expect(read(cookie, { keep: { seconds: 9 } })).toBeUndefined()
    }),
  )
})

/** Lifetimes in seconds from now. */
function read(headers: Record<string, string>, rules: Partial<LifetimeRules> = {}) {
  const lifetime = lifetimeOf(new Headers(headers), {
    askedMs: startMs,
    answeredMs: startMs,
    graceSeconds: day,
    ...rules,
  })
  const seconds = (ms: number) => (ms - startMs) / 1000
  return (
    lifetime && {
      fresh: seconds(lifetime.freshUntilMs),
      stale: seconds(lifetime.staleUntilMs),
      error: seconds(lifetime.errorUntilMs),
      kept: seconds(lifetime.keepUntilMs),
    }
  )
}
