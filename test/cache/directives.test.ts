import { describe, expect, test } from 'vitest'
import { readDirectives } from '../../src/cache/directives.ts'

const read = (headers: Record<string, string>) => readDirectives(new Headers(headers))

describe('Cache-Control', () => {
  test.each([
    ['max-age=60', 60],
    ['Max-Age=60', 60],
    ['public, max-age="60"', 60],
    ['max-age = 60', 60],
    ['private="a, max-age=5", max-age=60', 60],
    ['max-age=60, max-age=10', 60],
    ['max-age=soon', 0],
    ['max-age', 0],
    ['max-age=-1', 0],
    ['max-age=1.5', 0],
    ['max-age=99999999999', 2 ** 31],
    ['s-maxage=60', undefined],
    ['', undefined],
  ])('%s', (field, seconds) => {
    expect(read({ 'cache-control': field }).seconds('max-age')).toBe(seconds)
  })

  test.each(['private', 'PRIVATE', 'max-age=60 private', 'max-age=60;private', 'private="x'])(
    '%s is private, however it is written',
    (field) => {
      expect(read({ 'cache-control': field }).has('private')).toBe(true)
    },
  )

  test('a quoted value is no directive', () => {
    expect(read({ 'cache-control': 'ext="no-store", max-age=1' }).has('no-store')).toBe(false)
  })

  test('comes with Expires', () => {
    expect(read({ 'cache-control': 'public', expires: '0' }).expires).toBe('0')
  })
})

describe('a targeted field (RFC 9213)', () => {
  const plain = { 'cache-control': 'max-age=60, private', expires: '0' }

  test('stands for Cache-Control and Expires', () => {
    const directives = read({ ...plain, 'cdn-cache-control': 'max-age=600' })
    expect(directives.seconds('max-age')).toBe(600)
    expect(directives.has('private')).toBe(false)
    expect(directives.expires).toBeNull()
  })

  test('gives way to the more specific one', () => {
    const directives = read({
      'cdn-cache-control': 'max-age=600',
      'cloudflare-cdn-cache-control': 'no-store',
    })
    expect(directives.has('no-store')).toBe(true)
    expect(directives.seconds('max-age')).toBeUndefined()
  })

  test.each([
    ['max-age=600;ext=1, stale-while-revalidate=30', 600],
    ['max-age=1, max-age=600', 600],
    ['max-age="600"', 0],
    ['public, no-store=?0, max-age=600', 600],
  ])('%s', (field, seconds) => {
    const directives = read({ ...plain, 'cdn-cache-control': field })
    expect(directives.seconds('max-age')).toBe(seconds)
    expect(directives.has('no-store')).toBe(false)
  })

  test.each(['', 'max-age=600,, x', 'max-age=', 'Max-Age=600', 'max-age=600 no-store', '=1'])(
    '"%s" is none, and Cache-Control counts',
    (field) => {
      const directives = read({ ...plain, 'cdn-cache-control': field })
      expect(directives.has('private')).toBe(true)
      expect(directives.expires).toBe('0')
    },
  )
})
