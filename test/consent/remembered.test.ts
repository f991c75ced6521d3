import fc from 'fast-check'
import { expect, inject, test } from 'vitest'
import {
  type ConsentTrust,
  generateKeys,
  type KeySource,
  mintPreview,
  pinnedKeys,
  type TokenMemory,
  tokenMemory,
  verifyConsent,
  verifyPreview,
} from '../../src/consent/index.ts'
import {
  claimsOf,
  forge,
  iat,
  malleate,
  mint,
  now,
  privateJwk,
  publicJwk,
  trust,
} from './issuer.ts'

const next = await generateKeys('ES256')
const numRuns = inject('wholePageRuns') ?? 300

test('says again what it said', async () => {
  const remembering = { ...trust, memory: tokenMemory() }
  const token = await mint()

  const first = await verifyConsent(token, remembering, now)

  expect(first).toHaveProperty('consent')
  expect(await verifyConsent(token, remembering, now)).toEqual(first)
})

test('checks the signature of a token once', async () => {
  const token = await mint()
  const memory = counting(tokenMemory())

  for (let visit = 0; visit < 3; visit++) await verifyConsent(token, { ...trust, memory }, now)

  expect(memory.checks).toBe(1)
})

test('forgets what does not fit in its memory', async () => {
  const memory = counting(tokenMemory(20_000))
  const tokens = await Promise.all(Array.from({ length: 20 }, () => mint()))

  for (const token of tokens) await verifyConsent(token, { ...trust, memory }, now)
  await verifyConsent(tokens[0] as string, { ...trust, memory }, now)
  expect(memory.checks).toBe(21)

  await verifyConsent(tokens[0] as string, { ...trust, memory }, now)
  expect(memory.checks).toBe(21)
})

test('wrong signatures push nothing out', async () => {
  const memory = counting(tokenMemory(20_000))
  const token = await mint()
  await verifyConsent(token, { ...trust, memory }, now)
  const claims = claimsOf(token)

  for (let i = 0; i < 20; i++) {
    const forged = await forge({ ...claims, nh: `${i}` }, { kid: privateJwk.kid }, next.privateJwk)
    expect(await verifyConsent(forged, { ...trust, memory }, now)).toEqual({
      reason: 'consent-untrusted',
    })
  }
  await verifyConsent(token, { ...trust, memory }, now)
  expect(memory.checks).toBe(1)
})

test('is not taken for another kind of token', async () => {
  const remembering = { ...trust, memory: tokenMemory() }
  const { issuer, audience } = trust
  const consent = await mint()
  const preview = await mintPreview({ issuer, audience }, privateJwk, now)
  expect(await verifyConsent(consent, remembering, now)).toHaveProperty('consent')
  expect(await verifyPreview(preview, remembering, now)).toHaveProperty('preview')

  expect(await verifyPreview(consent, remembering, now)).toEqual({ reason: 'consent-untrusted' })
  expect(await verifyConsent(preview, remembering, now)).toEqual({ reason: 'consent-untrusted' })
})

test('a key that leaves the set, or comes back as another one, takes its tokens along', async () => {
  const impostor = { ...next.publicJwk, kid: privateJwk.kid }
  const sets = {
    own: pinnedKeys({ keys: [publicJwk] }),
    without: pinnedKeys({ keys: [next.publicJwk] }),
    changed: pinnedKeys({ keys: [impostor as typeof publicJwk] }),
    down: async () => ({ reason: 'consent-unreadable' as const }),
  }
  let keys: KeySource = sets.own
  const remembering: ConsentTrust = {
    ...trust,
    memory: tokenMemory(),
    keys: (...asked) => keys(...asked),
  }
  const token = await mint()
  const ask = (set: KeySource) => {
    keys = set
    return verifyConsent(token, remembering, now)
  }

  expect(await ask(sets.own)).toHaveProperty('consent')
  expect(await ask(sets.without)).toEqual({ reason: 'consent-untrusted' })
  expect(await ask(sets.changed)).toEqual({ reason: 'consent-untrusted' })
  expect(await ask(sets.down)).toEqual({ reason: 'consent-unreadable' })
  expect(await ask(sets.own)).toHaveProperty('consent')
})

test('whatever was seen before, a memory changes no answer', async () => {
  const claims = claimsOf(await mint())
  const own = await mint()
  const tokens = [
    own,
    malleate(own),
    await mint({ lifetimeSeconds: 60 }),
    await forge({ ...claims, nbf: iat + 300 }),
    await forge({ ...claims, iat: iat + 100, exp: iat + 400 }),
    await forge({ ...claims, iss: 'https://other.example' }),
    await forge({ ...claims, rec: '' }),
    await forge(claims, {}, next.privateJwk),
    await forge(claims, { kid: privateJwk.kid }, next.privateJwk),
    await mint({ epoch: 1 }),
    'nonsense',
  ]
  const sets: KeySource[] = [
    pinnedKeys({ keys: [publicJwk] }),
    pinnedKeys({ keys: [publicJwk, next.publicJwk] }),
    pinnedKeys({ keys: [next.publicJwk] }),
    async () => ({ reason: 'consent-unreadable' }),
    () => Promise.reject(new Error('no network')),
  ]
  const visit = fc.record({
    token: fc.constantFrom(...tokens),
    keys: fc.constantFrom(...sets),
    after: fc.integer({ min: -400, max: 600 }),
    epoch: fc.nat(2),
    algorithms: fc.constantFrom<ConsentTrust['algorithms'][]>(['ES256'], ['EdDSA']),
    audience: fc.constantFrom(trust.audience, 'other.example'),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(visit, { minLength: 2, maxLength: 30 }),
      fc.constantFrom(15_000, 1e6),
      async (visits, bytes) => {
        const memory = tokenMemory(bytes)
        for (const { token, after, ...changes } of visits) {
          const plain = { ...trust, ...changes }
          const at = new Date(now.getTime() + after * 1000)
          const fresh = await verifyConsent(token, plain, at)
          expect(await verifyConsent(token, { ...plain, memory }, at)).toEqual(fresh)
        }
      },
    ),
    { numRuns },
  )
})

/** A memory that counts the signatures that had to be checked before it could remember. */
function counting(memory: TokenMemory) {
  const counted = {
    ...memory,
    checks: 0,
    set: (...remembered: Parameters<TokenMemory['set']>) => {
      counted.checks++
      memory.set(...remembered)
    },
  }
  return counted
}
