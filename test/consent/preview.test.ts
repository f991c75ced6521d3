import { expect, test } from 'vitest'
import { mintPreview, verifyConsent, verifyPreview } from '../../src/consent/index.ts'
import { forge, iat, mint, now, privateJwk, trust } from './issuer.ts'

const { issuer, audience } = trust
const untrusted = { reason: 'consent-untrusted' }

test('lets a developer in for an hour', async () => {
  const token = await mintPreview({ issuer, audience }, privateJwk, now)

  expect(await verifyPreview(token, trust, now)).toEqual({
    preview: { expiresAt: new Date('2026-11-20T13:00:00Z') },
  })
  expect(await verifyPreview(token, trust, new Date('2026-11-20T13:00:05Z'))).toEqual({
    reason: 'consent-expired',
  })
})

test('is no consent, and consent is no preview', async () => {
  const preview = await mintPreview({ issuer, audience }, privateJwk, now)
  expect(await verifyConsent(preview, trust, now)).toEqual(untrusted)
  expect(await verifyPreview(await mint(), trust, now)).toEqual(untrusted)
})

test('is never valid for more than a day', async () => {
  const day = 24 * 3600
  const of = (seconds: number) =>
    forge({ iss: issuer, aud: audience, iat, exp: iat + seconds }, { typ: 'limen-preview+jwt' })
  expect(await verifyPreview(await of(day), trust, now)).toHaveProperty('preview')
  expect(await verifyPreview(await of(day + 1), trust, now)).toEqual(untrusted)
  await expect(
    mintPreview({ issuer, audience, lifetimeSeconds: day + 1 }, privateJwk, now),
  ).rejects.toThrow('lifetimeSeconds: must be from 1 to 86400')
})

test('counts only for this storefront', async () => {
  const token = await mintPreview({ issuer, audience: 'other.example' }, privateJwk, now)
  expect(await verifyPreview(token, trust, now)).toEqual(untrusted)
})
