import fc from 'fast-check'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { expect, test } from 'vitest'
import {
  type Algorithm,
  type ConsentTrust,
  generateKeys,
  mintConsent,
  type PrivateJwk,
  pinnedKeys,
  verifyConsent,
} from '../../src/consent/index.ts'
import {
  claimsOf,
  encodeBytes,
  forge,
  iat,
  malleate,
  mint,
  now,
  privateJwk,
  publicJwk,
  random,
  trust,
} from './issuer.ts'

const claims = claimsOf(await mint())

test('reads what the shopper chose', async () => {
  const result = await verifyConsent(await mint(), trust, now)

  expect(result).toEqual({
    consent: {
      subject: expect.stringMatching(/^[\w-]{22}$/),
      tokenId: expect.stringMatching(/^[0-9A-Z]{26}$/),
      receiptId: expect.stringMatching(/^[0-9A-Z]{26}$/),
      epoch: 0,
      mechanism: 'prefcentre',
      confirmed: true,
      notice: { id: 'none', hash: 'none' },
      language: 'en',
      policy: 'none',
      jurisdiction: 'EU-DE',
      age: 'adult',
      parental: false,
      gpc: false,
      overrides: [],
      status: { index: 0, uri: 'https://shop.example/.limen/consent/status/0' },
      chosenAt: now,
      expiresAt: new Date('2026-11-21T12:00:00Z'),
      choices: {
        contextual: { state: 'g', basis: 'nopd' },
        behavioural: { state: 'g', basis: 'consent' },
        measurement: { state: 'g', basis: 'consent' },
        advertising: { state: 'd', basis: 'consent' },
      },
    },
  })
})

test.each<Algorithm>(['ES256', 'EdDSA', 'Ed25519'])('accepts %s', async (alg) => {
  const pair = await generateKeys(alg)
  const keys = pinnedKeys({ keys: [publicJwk, pair.publicJwk] })
  const token = await forge(claims, {}, pair.privateJwk)
  expect(await verifyConsent(token, { ...trust, keys }, now)).toHaveProperty('consent')
})

test('accepts every claim of the format, used or not', async () => {
  const token = await forge({
    ...claims,
    nbf: iat,
    prp: { beh: { s: 'g', b: 'consent', t: iat - 60, x: iat + 60 } },
    par: true,
    gpo: { t: iat, p: ['ads'] },
    sig: { gpp: 'DBABLA~BVVqAAAAAAA.QA' },
    xfr: { to: ['US'], s: 'g' },
    rtc: 'short',
    cnf: { jwk: {} },
  })

  const result = await verifyConsent(token, trust, now)

  expect(result).toMatchObject({ consent: { parental: true, overrides: ['advertising'] } })
})

test('drops a purpose it does not know', async () => {
  const prp = { msr: { s: 'g', b: 'consent' }, all: { s: 'g', b: 'consent' }, xyz: 7 }
  const result = await verifyConsent(await forge({ ...claims, prp }), trust, now)
  const choices = 'consent' in result ? result.consent.choices : undefined
  expect(choices).toEqual({ measurement: { state: 'g', basis: 'consent' } })
})

test('ignores an override that is dated after the token', async () => {
  const token = await forge({ ...claims, gpo: { t: iat + 1, p: ['ads'] } })
  expect(await verifyConsent(token, trust, now)).toMatchObject({ consent: { overrides: [] } })
})

test.each([
  ['at its last second', 24 * 3600 - 1, 'consent'],
  ['within the tolerance after its end', 24 * 3600 + 4, 'consent'],
  ['within the tolerance before it was made', -5, 'consent'],
])('is valid %s', async (_, after, expected) => {
  expect(await verifyConsent(await mint(), trust, later(after))).toHaveProperty(expected)
})

test.each([
  ['expired', 24 * 3600 + 5, 'consent-expired'],
  ['long expired', 30 * 24 * 3600, 'consent-expired'],
  ['not made yet', -6, 'consent-untrusted'],
])('refuses a token that is %s', async (_, after, reason) => {
  expect(await verifyConsent(await mint(), trust, later(after))).toEqual({ reason })
})

test.each<[string, object]>([
  ['another issuer', { iss: 'https://shop.example.evil' }],
  ['an issuer with a slash', { iss: 'https://shop.example/' }],
  ['another audience', { aud: 'other.example' }],
  ['our audience in a list', { aud: ['shop.example'] }],
  ['our audience among others', { aud: ['other.example', 'shop.example'] }],
  ['a start in the future', { nbf: iat + 6 }],
  ['a birth in the future', { iat: iat + 6, exp: iat + 60 }],
  ['an end before its birth', { iat: iat + 4, exp: iat + 2 }],
  ['no life at all', { iat, exp: iat }],
  ['a life over seven days', { exp: iat + 7 * 24 * 3600 + 1 }],
  ['a text for a time', { exp: String(iat + 60) }],
  ['a fractional birth that never was', { iat: null }],
])('does not trust %s', async (_, changes) => {
  const token = await forge({ ...claims, ...changes })
  expect(await verifyConsent(token, trust, now)).toEqual({ reason: 'consent-untrusted' })
})

test('lets a configuration shorten the longest life, not lengthen it', async () => {
  const week = await forge({ ...claims, exp: iat + 7 * 24 * 3600 })
  const longer = await forge({ ...claims, exp: iat + 8 * 24 * 3600 })
  const withCap = (maxLifetimeSeconds: number) => ({ ...trust, maxLifetimeSeconds })

  expect(await verifyConsent(week, trust, now)).toHaveProperty('consent')
  expect(await verifyConsent(week, withCap(3600), now)).toHaveProperty('reason')
  expect(await verifyConsent(longer, withCap(1e9), now)).toHaveProperty('reason')
  expect(await verifyConsent(week, withCap(Number.NaN), now)).toHaveProperty('reason')
})

const required = Object.keys(claims).filter((name) => name !== 'par')

test.each(required)('refuses a token without %s', async (name) => {
  const { [name]: _, ...rest } = claims
  expect(await verifyConsent(await forge(rest), trust, now)).toHaveProperty('reason')
})

test('asks whether a parent agreed only for the youngest', async () => {
  const of = (changes: object) => forge({ ...claims, ...changes })
  expect(await verifyConsent(await of({ age: 'u16' }), trust, now)).toHaveProperty('consent')
  expect(await verifyConsent(await of({ age: 'u13', par: false }), trust, now)).toHaveProperty(
    'consent',
  )
  expect(await verifyConsent(await of({ age: 'u13' }), trust, now)).toEqual({
    reason: 'consent-unreadable',
  })
})

test.each(['beh', 'ads', 'trn', 'prc'])(
  'needs a status list where %s is given, and only there',
  async (key) => {
    const { status: _, ...rest } = claims
    const of = (s: string) => forge({ ...rest, prp: { [key]: { s, b: 'consent' } } })
    expect(await verifyConsent(await of('g'), trust, now)).toEqual({ reason: 'consent-unreadable' })
    expect(await verifyConsent(await of('d'), trust, now)).toHaveProperty('consent')
  },
)

test.each<[string, object]>([
  ['a subject that is an e-mail hash', { sub: 'b58996c504c5638798eb6b511e6f49af' }],
  ['a subject in another spelling', { sub: 'AAAAAAAAAAAAAAAAAAAAAB' }],
  ['a token id that is no ULID', { jti: '7b0c3f3e-0000-4000-8000-000000000000' }],
  ['a version it does not know', { ver: 2 }],
  ['a version as text', { ver: '1' }],
  ['a way of choosing it does not know', { mech: 'assumed' }],
  ['a jurisdiction it cannot read', { jur: 'Europe' }],
  ['a language it cannot read', { lang: 'en_GB' }],
  ['an age it does not know', { age: '17' }],
  ['a signal that is a boolean', { gpc: true }],
  ['a state it does not know', { prp: { msr: { s: 'y', b: 'consent' } } }],
  ['a choice without its ground', { prp: { msr: { s: 'g' } } }],
  ['a choice that is a word', { prp: { msr: 'g' } }],
  ['choices as a list', { prp: [] }],
  ['a status list over http', { status: { status_list: { idx: 0, uri: 'http://a.example' } } }],
  ['a negative status index', { status: { status_list: { idx: -1, uri: 'https://a.example' } } }],
  ['a time past any calendar', { cat: 1e300 }],
])('cannot read %s', async (_, changes) => {
  const token = await forge({ ...claims, ...changes })
  expect(await verifyConsent(token, trust, now)).toEqual({ reason: 'consent-unreadable' })
})

test.each<[string, (text: string) => string]>([
  ['at the top', (text) => text.replace('{', '{"age":"u13",')],
  ['in a purpose', (text) => text.replace('"beh":{', '"beh":{"s":"d",')],
  ['among the purposes', (text) => text.replace('"prp":{', '"prp":{"beh":{"s":"d","b":"none"},')],
  ['in another spelling', (text) => text.replace('{', String.raw`{"\u0061ge":"u13",`)],
])('cannot read a signed claim that is repeated %s', async (_, change) => {
  const token = await forge(change(JSON.stringify(claims)))
  expect(await verifyConsent(token, trust, now)).toEqual({ reason: 'consent-unreadable' })
})

test.each<[string, object]>([
  ['another typ', { typ: 'JWT' }],
  ['the typ of a receipt', { typ: 'consent-receipt+jwt' }],
  ['its typ in capitals', { typ: 'Consent+JWT' }],
  ['its typ as a media type', { typ: 'application/consent+jwt' }],
  ['no typ', { typ: undefined }],
  ['no kid', { kid: undefined }],
  ['an empty kid', { kid: '' }],
  ['a kid nobody knows', { kid: 'other' }],
  ['a kid called __proto__', { kid: '__proto__' }],
  ['a key of its own', { jwk: publicJwk }],
  ['a key address', { jku: 'https://evil.example/keys' }],
  ['a certificate address', { x5u: 'https://evil.example/cert' }],
  ['a certificate', { x5c: ['MIIB'] }],
  ['a thumbprint', { x5t: 'AAAA' }],
  ['an extension', { crit: ['exp'], exp: iat }],
  ['a compressed payload', { zip: 'DEF' }],
  ['a content type', { cty: 'JWT' }],
  ['any other name', { toString: 1 }],
])('does not trust a header with %s', async (_, changes) => {
  const signed = await forge(claims)
  const header = { alg: 'ES256', typ: 'consent+jwt', kid: privateJwk.kid, ...changes }
  const token = await resign(header, signed)
  expect(await verifyConsent(token, trust, now)).toEqual({ reason: 'consent-untrusted' })
})

test.each([true, false])('does not trust a header with b64 %s', async (b64) => {
  const header = { alg: 'ES256', typ: 'consent+jwt', kid: privateJwk.kid, b64, crit: ['b64'] }
  const token = await resign(header, await forge(claims))
  expect(await verifyConsent(token, trust, now)).toEqual({ reason: 'consent-untrusted' })
})

test('does not trust a token that signs itself with nothing', async () => {
  const [, payload] = (await mint()).split('.')
  for (const alg of ['none', 'None', 'NONE']) {
    const header = encode({ alg, typ: 'consent+jwt', kid: privateJwk.kid })
    for (const token of [`${header}.${payload}.AAAA`, `${header}.${payload}.`]) {
      expect(await verifyConsent(token, trust, now)).toHaveProperty('reason')
    }
  }
})

test('does not take the public key for a shared secret', async () => {
  const token = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', typ: 'consent+jwt', kid: privateJwk.kid })
    .sign(new TextEncoder().encode(JSON.stringify(publicJwk)))
  expect(await verifyConsent(token, trust, now)).toEqual({ reason: 'consent-untrusted' })
})

test('does not trust an algorithm that is not configured', async () => {
  const rsa = await generateKeyPair('RS256', { extractable: true })
  const token = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', typ: 'consent+jwt', kid: privateJwk.kid })
    .sign(rsa.privateKey)
  const careless = { ...trust, algorithms: ['RS256', 'ES256'] as Algorithm[] }
  expect(await verifyConsent(token, careless, now)).toEqual({ reason: 'consent-untrusted' })

  const onlyEd25519: ConsentTrust = { ...trust, algorithms: ['Ed25519'] }
  expect(await verifyConsent(await mint(), onlyEd25519, now)).toEqual({
    reason: 'consent-untrusted',
  })
})

test('does not trust another key under a known kid', async () => {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  const other = { ...(await exportJWK(privateKey)), alg: 'ES256', kid: privateJwk.kid }
  const token = await forge(claims, {}, other as PrivateJwk)
  expect(await verifyConsent(token, trust, now)).toEqual({ reason: 'consent-untrusted' })
})

test('no character of a token can be changed, added or left out', async () => {
  const token = await mint()
  for (let at = 0; at < token.length; at++) {
    const flipped = token[at] === 'A' ? 'B' : 'A'
    for (const middle of [flipped, '', `${token[at]}A`]) {
      const changed = token.slice(0, at) + middle + token.slice(at + 1)
      if (changed !== token) {
        expect(await verifyConsent(changed, trust, now)).toHaveProperty('reason')
      }
    }
  }
}, 60_000)

test('reads one consent from both spellings of an ES256 signature', async () => {
  const token = await mint()
  const twin = malleate(token)

  expect(twin).not.toBe(token)
  const [one, other] = [
    await verifyConsent(token, trust, now),
    await verifyConsent(twin, trust, now),
  ]
  expect(one).toHaveProperty('consent')
  expect(other).toEqual(one)
})

test('never throws, whatever it is given', async () => {
  const part = fc.oneof(
    fc.string(),
    fc.json().map((text) => encode(text)),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.anything(),
        fc.array(part).map((parts) => parts.join('.')),
      ),
      async (token) => {
        expect(await verifyConsent(token as string, trust, now)).toHaveProperty('reason')
      },
    ),
  )
})

test('a key source that fails means that consent cannot be read', async () => {
  const broken = [
    () => Promise.reject(new Error('no network')),
    () => {
      throw new TypeError('a bug')
    },
    async () => ({ key: {} as CryptoKey }),
    async () => ({ reason: 'consent-unreadable' as const }),
  ]
  for (const keys of broken) {
    expect(await verifyConsent(await mint(), { ...trust, keys }, now)).toEqual({
      reason: 'consent-unreadable',
    })
  }
})

test('a wrong clock means that consent cannot be read', async () => {
  expect(await verifyConsent(await mint(), trust, new Date(Number.NaN))).toEqual({
    reason: 'consent-unreadable',
  })
})

test('a token of an earlier epoch keeps what it denies, and nothing else', async () => {
  const token = await mint({ epoch: 2, overrides: ['advertising'] })
  const of = async (epoch: number) => {
    const result = await verifyConsent(token, { ...trust, epoch }, now)
    if ('reason' in result) throw new Error(result.reason)
    const { choices, overrides, epoch: own } = result.consent
    const states = Object.entries(choices).map(([purpose, { state }]) => `${purpose} ${state}`)
    return { states, overrides, own }
  }

  const asChosen = ['contextual g', 'behavioural g', 'measurement g', 'advertising d']
  expect(await of(2)).toEqual({ states: asChosen, overrides: ['advertising'], own: 2 })
  expect(await of(1)).toEqual({ states: asChosen, overrides: ['advertising'], own: 2 })
  const lost = ['contextual u', 'behavioural u', 'measurement u', 'advertising d']
  expect(await of(3)).toEqual({ states: lost, overrides: [], own: 2 })
})

test('does not mint what it would not read', async () => {
  const options = { issuer: 'https://shop.example', audience: 'shop.example', purposes: {} }
  await expect(
    mintConsent({ ...options, jurisdiction: 'Europe' }, privateJwk, now, random),
  ).rejects.toThrow('jur: is not what a consent token may say')
  await expect(
    mintConsent({ ...options, jurisdiction: 'EU', lifetimeSeconds: 1e6 }, privateJwk, now, random),
  ).rejects.toThrow('lifetimeSeconds: must be from 1 to 604800')
})

function later(seconds: number): Date {
  return new Date(now.getTime() + seconds * 1000)
}

function encode(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const binary = String.fromCharCode(...new TextEncoder().encode(text))
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** Signs a payload again under any header, with the right key: jose itself refuses some of these. */
async function resign(header: object, token: string): Promise<string> {
  const input = `${encode(header)}.${token.split('.')[1]}`
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
  const { kty, crv, x, y, d } = privateJwk
  const jwk = { kty, crv, x, y, d } as JsonWebKey
  const key = await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['sign'])
  const bytes = new TextEncoder().encode(input)
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, bytes)
  return `${input}.${encodeBytes(new Uint8Array(signature))}`
}
