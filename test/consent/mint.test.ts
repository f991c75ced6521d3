import fc from 'fast-check'
import { calculateJwkThumbprint } from 'jose'
import { expect, test } from 'vitest'
import {
  type Algorithm,
  generateKeys,
  mintConsent,
  verifyConsent,
} from '../../src/consent/index.ts'
import { purposes } from '../../src/policy/index.ts'
import { claimsOf, mint, now, privateJwk, random, trust } from './issuer.ts'

test.each<Algorithm>(['ES256', 'EdDSA', 'Ed25519'])(
  'names a key for %s by its thumbprint',
  async (alg) => {
    const { privateJwk, publicJwk } = await generateKeys(alg)

    expect(publicJwk).toMatchObject({
      alg,
      use: 'sig',
      kid: await calculateJwkThumbprint(publicJwk),
    })
    expect(publicJwk).not.toHaveProperty('d')
    expect(privateJwk).toEqual({ ...publicJwk, d: expect.any(String) })
  },
)

test('makes one token from one moment and one source of randomness', async () => {
  const zeros = (length: number) => new Uint8Array(length)
  const options = { issuer: trust.issuer, audience: trust.audience, jurisdiction: 'US-CA' }
  const token = await mintConsent({ ...options, purposes: {} }, privateJwk, now, zeros)

  // The ULID of 2026-11-20T12:00:00Z without randomness.
  expect(claimsOf(token)).toMatchObject({
    sub: 'AAAAAAAAAAAAAAAAAAAAAA',
    jti: '01M7WD7TG00000000000000000',
    iat: 1795176000,
    exp: 1795262400,
  })
})

test('never gives two shoppers one pseudonym', async () => {
  const tokens = await Promise.all([mint(), mint()])
  const [one, other] = tokens.map(claimsOf)
  expect(one?.sub).not.toBe(other?.sub)
  expect(one?.jti).not.toBe(other?.jti)
})

test('a refresh does not move the time of the choice', async () => {
  const chosenAt = new Date('2026-06-01T00:00:00Z')
  const result = await verifyConsent(await mint({ chosenAt }), trust, now)
  expect(result).toMatchObject({ consent: { chosenAt } })
})

test('what is minted is what is read', async () => {
  const state = fc.constantFrom('g', 'd', 'w', 'u', 'n')
  const chosen = fc.record(Object.fromEntries(purposes.map((purpose) => [purpose, state])), {
    requiredKeys: [],
  })
  const age = fc.constantFrom('adult', 'u18', 'u16', 'u13', 'unknown')
  await fc.assert(
    fc.asyncProperty(
      chosen,
      age,
      fc.boolean(),
      fc.boolean(),
      async (chosen, age, gpc, parental) => {
        const token = await mintConsent(
          { ...trust, jurisdiction: 'EU', purposes: chosen, age, gpc, parental },
          privateJwk,
          now,
          random,
        )

        const result = await verifyConsent(token, trust, now)

        const choices = Object.fromEntries(
          Object.entries(chosen).map(([purpose, state]) => [
            purpose,
            expect.objectContaining({ state }),
          ]),
        )
        expect(result).toEqual({
          consent: expect.objectContaining({ choices, age, gpc, parental }),
        })
      },
    ),
    { numRuns: 50 },
  )
})
