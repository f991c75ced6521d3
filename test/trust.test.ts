import { describe, expect, test } from 'vitest'
import type { Config } from '../src/config/index.ts'
import { type Revocation, type RevocationCheck, verifyConsent } from '../src/consent/index.ts'
import { revocationOf } from '../src/trust.ts'
import { mint, now, trust } from './consent/issuer.ts'
import { smallConfig } from './fixtures/small-shop.ts'

describe('a check for withdrawals', () => {
  test.each<[string, RevocationCheck, Revocation]>([
    ['says that there is none', async () => 'clear', 'clear'],
    ['says that there is one', async () => 'revoked', 'revoked'],
    ['says that nobody need be asked', async () => 'insecure-unchecked', 'unknown'],
    ['fails', () => Promise.reject(new Error('gone')), 'unknown'],
    ['breaks', () => aborting(), 'unknown'],
  ])('that %s', async (_, revocation, expected) => {
    expect(await askedBy({ revocation })).toBe(expected)
  })

  test('is asked for nothing, where the configuration says that nobody need be', async () => {
    expect(await askedBy({ insecureSkipRevocation: true })).toBe('insecure-unchecked')
    expect(await askedBy({})).toBe('unknown')
  })
})

function aborting(): never {
  throw new Error('broken')
}

async function askedBy(consent: Partial<NonNullable<Config['consent']>>) {
  const config = { ...(await smallConfig()), consent } as Config
  const result = await verifyConsent(await mint(), trust, now)
  const find = revocationOf(config, () => undefined)
  return find(result, { trust, env: {}, now, keepAlive: () => undefined })
}
