import fc from 'fast-check'
import { base64url } from 'jose'
import { describe, expect, test } from 'vitest'
import { permit } from '../../src/consent/index.ts'
import { type Reason, reasons } from '../../src/decision.ts'
import { clearProfile, profileCookie, readProfile, writeProfile } from '../../src/profile/cookie.ts'
import { type ProfileKeys, profileKeys } from '../../src/profile/keys.ts'
import { inCart, viewed } from '../../src/profile/profile.ts'
import { seal } from '../../src/profile/seal.ts'
import type { mint } from '../consent/issuer.ts'
import {
  anna,
  bringing,
  browserWith,
  days,
  keys,
  now,
  profileOf,
  secrets,
  shopper,
  tokenIn,
} from './shopper.ts'

const profile = await profileOf({ viewed: ['mug', 'pot'], cart: ['jug'] })
const setCookie = await writeProfile(profile, { keys, now })
const fresh = await profileOf()
const [{ header }] = await keys()
const refused = { profile: fresh, clear: true }

describe('the cookie', () => {
  test('stays with this shop, out of reach of scripts', () => {
    const [pair, ...attributes] = setCookie.split('; ')
    expect(pair).toMatch(/^__Host-limen-profile=[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+$/)
    expect(attributes).toEqual([
      expect.stringMatching(/^Max-Age=\d+$/),
      'Path=/',
      'Secure',
      'HttpOnly',
      'SameSite=Lax',
    ])
  })

  test('tells nobody what is in it', () => {
    const segments = tokenIn(setCookie).split('.')
    const readable = segments.map((segment) =>
      new TextDecoder('latin1').decode(base64url.decode(segment)),
    )
    expect(readable[0]).toBe(JSON.stringify(header))
    for (const secret of ['mug', 'pot', 'jug', anna.consent.subject]) {
      expect(readable.join()).not.toContain(secret)
    }
  })

  test('comes back as it was', async () => {
    expect(await read(browserWith('session=1', setCookie))).toEqual({ profile, clear: false })
  })

  test('grows with a visit', async () => {
    const first = await read(new Headers())
    const second = await read(browserWith(await write(viewed(first.profile ?? fresh, 'mug'))))
    const third = await read(browserWith(await write(viewed(second.profile ?? fresh, 'pot'))))
    expect(third.profile).toMatchObject({ viewed: ['pot', 'mug'], cart: [] })
  })

  test('is below 4 KB with all that surrounds it, whatever the ids of a feed are', async () => {
    const id = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
      fc
        .tuple(fc.nat(9999), fc.constantFrom('茶', '"', '\\', 'x'))
        .map(([number, filler]) => `${number}`.padEnd(50, filler)),
    )
    const ids = fc.uniqueArray(id, { minLength: 15, maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(ids, ids, async (looks, cart) => {
        const whole = inCart([...looks].reverse().reduce(viewed, fresh), cart)
        const line = await writeProfile(whole, { keys, retentionDays: 400, now })
        expect(line.length).toBeLessThan(4096)

        const { profile: back } = await read(browserWith(line), { retentionDays: 400 })
        expect(back?.viewed).toEqual(looks.slice(0, back?.viewed.length))
        expect(back?.cart).toEqual(cart.slice(0, back?.cart.length))
        expect(back?.viewed.length).toBeGreaterThan(5)
      }),
      { numRuns: 30 },
    )
  })

  test('is below 4 KB at each size about the limit, to the byte', async () => {
    const long = Array.from({ length: 18 }, (_, i) => `${i + 10}`.padEnd(50, '茶'))
    const sizes: number[] = []
    for (let length = 1; length <= 250; length++) {
      const whole = { ...fresh, viewed: ['x'.repeat(length), ...long] }
      sizes.push((await writeProfile(whole, { keys, retentionDays: 400, now })).length)
    }
    expect(Math.max(...sizes)).toBeLessThan(4096)
    expect(Math.max(...sizes)).toBeGreaterThan(4000)
  })

  test('is cleared by one that is empty and over', () => {
    expect(clearProfile()).toBe(
      '__Host-limen-profile=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax',
    )
  })
})

describe('the end of a profile', () => {
  const noon = now // of day 20 777

  test('comes thirty days after its first day, though it was written since', async () => {
    expect(await maxAge(profile, noon)).toBe(29.5 * 86_400)
    expect(await maxAge(viewed(profile, 'jar'), days(29, noon))).toBe(0.5 * 86_400)
  })

  test('is the same for the browser and for the reader', async () => {
    const end = new Date(noon.getTime() + 29.5 * 86_400_000)
    const justBefore = new Date(end.getTime() - 1)
    expect(await read(browserWith(setCookie), { now: justBefore })).toMatchObject({ profile })
    expect(await read(browserWith(setCookie), { now: end })).toEqual({
      profile: { ...fresh, createdDay: profile.createdDay + 30 },
      clear: true,
    })
  })

  test('is the shop’s to choose', async () => {
    expect(await maxAge(profile, noon, 1)).toBe(0.5 * 86_400)
    const week = { retentionDays: 7 }
    expect(await read(browserWith(setCookie), { ...week, now: days(6) })).toMatchObject({ profile })
    expect(await read(browserWith(setCookie), { ...week, now: days(7) })).toMatchObject({
      clear: true,
    })
  })

  test('a profile from the future is none', async () => {
    expect(await read(browserWith(setCookie), { now: days(-1) })).toMatchObject({ clear: true })
  })
})

describe('what is no profile of this shopper', () => {
  test('nothing at all, and then there is nothing to clear', async () => {
    const others = new Headers({ cookie: `x${profileCookie}=1; note=${profileCookie}; theme=dark` })
    for (const headers of [new Headers(), new Headers({ cookie: '' }), others]) {
      expect(await read(headers)).toEqual({ profile: fresh, clear: false })
    }
  })

  test('the profile of somebody else', async () => {
    const bert = await shopper()
    const berts = await write(await profileOf({ viewed: ['razor'] }, bert))
    expect(await read(browserWith(berts))).toEqual(refused)
    expect(await read(browserWith(berts), bert)).toMatchObject({ profile: { viewed: ['razor'] } })
  })

  test('the profile from before a withdrawal, which gave the shopper another subject', async () => {
    const annaAgain = await shopper()
    expect(await read(browserWith(setCookie), annaAgain)).toMatchObject({
      profile: { subject: annaAgain.consent.subject, viewed: [], cart: [] },
      clear: true,
    })
  })

  test('two cookies, of which one was tossed in', async () => {
    const other = await write(viewed(profile, 'jar'))
    for (const pair of [
      [setCookie, other],
      [setCookie, setCookie],
      [setCookie, clearProfile()],
    ]) {
      expect(await read(browserWith(...pair))).toEqual(refused)
    }
  })

  test.each([
    ['an empty one', ''],
    ['a quoted one', `"${tokenIn(setCookie)}"`],
    ['one with a comma', `${tokenIn(setCookie)},`],
    ['a changed one', tokenIn(setCookie).replace(/.$/, '!')],
    ['one that is too long', `${tokenIn(setCookie)}${'A'.repeat(4096)}`],
  ])('%s', async (_, token) => {
    expect(await read(bringing(token))).toEqual(refused)
  })

  test('one of a key that is gone', async () => {
    const other = await seal(profile, profileKeys(secrets.old))
    expect(await read(bringing(other))).toEqual(refused)
    const both = profileKeys(`${secrets.current} ${secrets.old}`)
    expect(await read(bringing(other), { keys: both })).toEqual({ profile, clear: false })
  })
})

describe('without permission', () => {
  test.each<[string, Parameters<typeof mint>[0]]>([
    ['denied', { purposes: { behavioural: 'd' } }],
    ['withdrew', { purposes: { behavioural: 'w' } }],
    ['was not asked', { purposes: { contextual: 'g' } }],
    ['is too young', { age: 'u16' }],
  ])('of somebody who %s, the cookie is cleared and no key touched', async (_, options) => {
    const counted = counting(keys)
    const somebody = await shopper(options)
    expect(await read(browserWith(setCookie), { ...somebody, keys: counted })).toEqual({
      profile: undefined,
      clear: true,
    })
    expect(await read(new Headers(), { ...somebody, keys: counted })).toEqual({
      profile: undefined,
      clear: false,
    })
    expect(counted.asked).toBe(0)
  })

  test('a revoked consent clears it, though the token says yes', async () => {
    const permission = permit({ consent: anna, gpc: false, now, revocation: 'revoked' })
    const counted = counting(keys)
    const options = { permission, consent: anna.consent, keys: counted }
    expect(await read(browserWith(setCookie), options)).toEqual({ profile: undefined, clear: true })
    expect(counted.asked).toBe(0)
  })

  test('no consent token clears it', async () => {
    const permission = permit({ consent: undefined, gpc: false, now })
    const counted = counting(keys)
    const options = { permission, consent: undefined, keys: counted }
    expect(await read(browserWith(setCookie), options)).toEqual({ profile: undefined, clear: true })
    expect(counted.asked).toBe(0)
  })

  test('a permission without its consent reads nothing', async () => {
    const counted = counting(keys)
    const options = { permission: anna.permission, consent: undefined, keys: counted }
    expect(await read(browserWith(setCookie), options)).toMatchObject({ profile: undefined })
    expect(counted.asked).toBe(0)
  })

  test.each(['consent-expired', 'consent-unreadable', 'consent-untrusted'] as const)(
    'a token that is %s leaves it with the shopper, unread',
    async (reason) => {
      expect(await readRefused(reason)).toEqual({ profile: undefined, clear: false, asked: 0 })
    },
  )

  test('a status list that nobody could ask leaves it with the shopper, unread', async () => {
    const permission = permit({ consent: anna, gpc: false, now, revocation: 'unknown' })
    const counted = counting(keys)
    const options = { permission, consent: anna.consent, keys: counted }
    expect(await read(browserWith(setCookie), options)).toEqual({
      profile: undefined,
      clear: false,
    })
    expect(counted.asked).toBe(0)
  })

  test('a token that ran out in the night is renewed, and the profile is there again', async () => {
    const { consent } = anna
    const morning = days(1)
    const expired = permit({ consent: { consent }, gpc: false, now: morning, revocation: 'clear' })
    const options = { permission: expired, consent, now: morning }
    expect(await read(browserWith(setCookie), options)).toEqual({
      profile: undefined,
      clear: false,
    })
    expect(await read(browserWith(setCookie), { now: morning })).toMatchObject({ profile })
  })

  test('for no reason at all is a cookie decrypted', async () => {
    for (const reason of reasons) {
      expect(await readRefused(reason)).toMatchObject({ profile: undefined, asked: 0 })
    }
  })
})

test('with permission, a key is asked for once', async () => {
  const counted = counting(keys)
  await read(browserWith(setCookie), { keys: counted })
  expect(counted.asked).toBe(1)
})

async function readRefused(reason: Reason) {
  const permission = permit({ consent: { reason }, gpc: false, now })
  const counted = counting(keys)
  const options = { permission, consent: undefined, keys: counted }
  return { ...(await read(browserWith(setCookie), options)), asked: counted.asked }
}

function read(headers: Headers, options: Partial<Parameters<typeof readProfile>[1]> = {}) {
  return readProfile(headers, { ...anna, keys, now, ...options })
}

function write(content: typeof profile): Promise<string> {
  return writeProfile(content, { keys, now })
}

async function maxAge(content: typeof profile, at: Date, retentionDays = 30): Promise<number> {
  const line = await writeProfile(content, { keys, retentionDays, now: at })
  return Number(/Max-Age=(-?\d+)/.exec(line)?.[1])
}

/** Keys that know how often somebody asked for them. */
function counting(real: ProfileKeys): ProfileKeys & { asked: number } {
  const counted = Object.assign(
    () => {
      counted.asked++
      return real()
    },
    { asked: 0 },
  )
  return counted
}
