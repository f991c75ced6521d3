import { describe, expect, test } from 'vitest'
import { type Lowering, readLowerings, type Signal } from '../../src/consent/index.ts'
import { purposes } from '../../src/policy/index.ts'

const now = new Date('2026-11-20T12:00:00Z')
const request = new Request('https://shop.example/', { headers: { cookie: 'a=b' } })

const noAds: Lowering = { source: 'gpp', denies: new Set(['advertising']) }

describe('the signals of a request', () => {
  test('take away what each denies, and nothing where they are not there', () => {
    expect(readLowerings([() => noAds, () => undefined], request, now)).toEqual([noAds])
    expect(readLowerings([], request, now)).toEqual([])
  })

  test('see the request and the time', () => {
    const seen: unknown[] = []
    readLowerings([(...all) => void seen.push(...all)], request, now)
    expect(seen).toEqual([request, now])
  })

  test.each<[string, Signal]>([
    [
      'throws',
      () => {
        throw new Error('no')
      },
    ],
    ['answers with a promise', (async () => undefined) as unknown as Signal],
    ['answers with null', (() => null) as unknown as Signal],
    ['answers with a list', (() => ({ denies: [] })) as unknown as Signal],
  ])('one that %s takes everything but contextual', (_, signal) => {
    const [lowering, second] = readLowerings([signal, () => noAds], request, now)
    expect([...(lowering?.denies ?? [])]).toEqual(
      purposes.filter((purpose) => purpose !== 'contextual'),
    )
    expect(second).toEqual(noAds)
  })
})
