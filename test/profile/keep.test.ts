import { describe, expect, test } from 'vitest'
import { type OpenedProfile, type ProfileOptions, profile } from '../../src/profile/keep.ts'
import { anna, browserWith, days, now, type Shopper, secrets, shopper } from './shopper.ts'

const navigation = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
const open = profile({ keys: secrets.current }).open(secrets.current)

describe('a profile grows', () => {
  test('with each product that somebody goes to', async () => {
    const first = await lineAfter('mug')
    const second = await lineAfter('pot', { brought: [first] })
    expect(await viewedIn(second)).toEqual(['pot', 'mug'])
  })

  test('and stays as it is, not even written again, when the same product is looked at again', async () => {
    const opened = await openFor({ brought: [await lineAfter('mug')] })
    expect(await opened.cookieAfter('mug')).toBeUndefined()
  })

  test('on no page that is not a product’s', async () => {
    const opened = await openFor({ brought: [await lineAfter('mug')] })
    expect(await opened.cookieAfter(undefined)).toBeUndefined()
  })

  test.each<[string, Record<string, string>]>([
    ['a link is fetched in advance', { ...navigation, 'sec-purpose': 'prefetch;prerender' }],
    ['a script fetches the page', { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }],
    ['nobody says what it is', {}],
  ])('not when %s', async (_, headers) => {
    const opened = await openFor({ headers })
    expect(opened.profile).toBeDefined()
    expect(await opened.cookieAfter('mug')).toBeUndefined()
  })
})

describe('without permission', () => {
  test.each(['d', 'w'] as const)('a profile is cleared and none is written: %s', async (state) => {
    const whose = await shopper({ purposes: { behavioural: state } })
    const opened = await openFor({ whose, brought: [await lineAfter('mug')] })
    expect(opened.profile).toBeUndefined()
    expect(opened.clearing).toMatch(/^__Host-limen-profile=; Max-Age=0;/)
    expect(await opened.cookieAfter('pot')).toBe(opened.clearing)
  })

  test('and nothing is said to somebody who brought none', async () => {
    const whose = await shopper({ purposes: { behavioural: 'd' } })
    const opened = await openFor({ whose })
    expect(opened).toMatchObject({ profile: undefined, clearing: undefined })
    expect(await opened.cookieAfter('pot')).toBeUndefined()
  })

  test('a token that was not accepted writes nothing', async () => {
    const opened = await open(requestOf({}), {
      permission: anna.permission,
      consent: { reason: 'consent-expired' },
      now,
    })
    expect(opened.profile).toBeUndefined()
    expect(await opened.cookieAfter('mug')).toBeUndefined()
  })
})

test('another’s profile is not read, and goes with the next answer', async () => {
  const bert = await shopper()
  const opened = await openFor({ whose: bert, brought: [await lineAfter('mug')] })
  expect(opened.profile?.viewed).toEqual([])
  expect(opened.clearing).toContain('Max-Age=0')
  expect(await opened.cookieAfter(undefined)).toBe(opened.clearing)
  const line = await opened.cookieAfter('pot')
  expect(await viewedIn(line as string, bert)).toEqual(['pot'])
})

test('a profile ends when the configuration says', async () => {
  const short = profile({ keys: secrets.current, retentionDays: 7 }).open(secrets.current)
  const brought = [await lineAfter('mug')]
  const at = (later: number) =>
    short(requestOf({ brought }), {
      permission: anna.permission,
      consent: { consent: anna.consent },
      now: days(later),
    })
  expect((await at(6)).profile?.viewed).toEqual(['mug'])
  expect((await at(7)).profile?.viewed).toEqual([])
})

describe('an option that is wrong stops the start', () => {
  test.each<[string, ProfileOptions]>([
    ['profile.keys', { keys: '' }],
    ['profile.keys[1]', { keys: `${secrets.current} short` }],
    ['profile.retentionDays', { keys: 'env:PROFILE_KEYS', retentionDays: 0 }],
    ['profile.retentionDays', { keys: 'env:PROFILE_KEYS', retentionDays: 401 }],
    ['profile.retentionDays', { keys: 'env:PROFILE_KEYS', retentionDays: 1.5 }],
  ])('%s', (option, options) => {
    expect(() => profile(options)).toThrow(expect.objectContaining({ option }))
  })

  test('and says nothing of a key', () => {
    const wrong = `${secrets.current}=`
    expect(() => profile({ keys: wrong })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining(secrets.current) }),
    )
  })

  test('the name of a variable is enough', () => {
    const { keys, open } = profile({ keys: 'env:PROFILE_KEYS' })
    expect(keys).toBe('env:PROFILE_KEYS')
    expect(() => open('short')).toThrow(expect.objectContaining({ option: 'profile.keys[0]' }))
  })
})

interface Brings {
  readonly whose?: Shopper
  readonly brought?: readonly string[]
  readonly headers?: Record<string, string>
}

function requestOf({ brought = [], headers = navigation }: Brings): Request {
  const all = browserWith(...brought)
  for (const [name, value] of Object.entries(headers)) all.set(name, value)
  return new Request('https://shop.example/product/mug', { headers: all })
}

async function openFor({ whose = anna, ...brings }: Brings): Promise<OpenedProfile> {
  const { permission, consent } = whose
  return open(requestOf(brings), { permission, consent: { consent }, now })
}

async function lineAfter(product: string, brings: Brings = {}): Promise<string> {
  return (await (await openFor(brings)).cookieAfter(product)) as string
}

async function viewedIn(line: string, whose = anna): Promise<readonly string[] | undefined> {
  return (await openFor({ whose, brought: [line] })).profile?.viewed
}
