import { describe, expect, test } from 'vitest'
import { generateKeys, mintConsent, mintPreview } from '../../src/consent/index.ts'
import {
  audience,
  development,
  issuer,
  openShopFloor,
  privateJwk,
  rowsOf,
} from '../dev/shop-floor.ts'

const now = new Date('2026-11-21T12:00:00Z')
const hourMs = 3_600_000
const random = (length: number) => crypto.getRandomValues(new Uint8Array(length))

const previewToken = await mintPreview({ issuer, audience }, privateJwk, now)
const expiredToken = await mintPreview(
  { issuer, audience },
  privateJwk,
  new Date(now.getTime() - 2 * hourMs),
)
const foreignToken = await mintPreview({ issuer, audience }, (await generateKeys()).privateJwk, now)
const consentToken = await mintConsent(
  { issuer, audience, purposes: { behavioural: 'g' }, jurisdiction: 'EU-DE' },
  privateJwk,
  now,
  random,
)

describe('in production, what Limen did is shown', () => {
  test.each([
    ['in the header', { 'limen-preview': previewToken }],
    ['in the cookie', { cookie: `a=1; __Host-limen-preview=${previewToken}` }],
  ])('to whoever has a preview token %s', async (_, headers) => {
    const { response } = await visitAs(headers)
    expect(response.headers.get('limen-decision')).toMatch(/^personal; .*also=filled$/)
    expect(response.headers.get('server-timing')).toMatch(/origin;dur=/)
    expect(response.headers.get('cache-control')).toBe('private, no-store')
  })

  test.each<[string, Record<string, string>]>([
    ['nobody without one', {}],
    ['nobody with an expired one', { 'limen-preview': expiredToken }],
    ['nobody with one that another key signed', { 'limen-preview': foreignToken }],
    ['nobody with a consent token', { 'limen-preview': consentToken }],
    ['nobody with a consent token as a cookie', { cookie: `__Host-limen-preview=${consentToken}` }],
    ['nobody with nonsense', { 'limen-preview': 'on' }],
    [
      'nobody whose preview token is the consent',
      { cookie: `__Host-limen-consent=${previewToken}` },
    ],
  ])('to %s', async (_, headers) => {
    const { response } = await visitAs(headers)
    expect(response.status).toBe(200)
    expect(response.headers.has('limen-decision')).toBe(false)
    expect(response.headers.has('server-timing')).toBe(false)
  })
})

test('a plain page that is revealed is kept by no cache; the same page unrevealed may be', async () => {
  const headers = { 'user-agent': 'Googlebot/2.1' }
  const unrevealed = await visitAs(headers)
  expect(unrevealed.response.headers.get('cache-control')).toBe('public, max-age=60')
  expect(unrevealed.response.headers.get('etag')).toBe('"1"')

  const revealed = await visitAs({ ...headers, 'limen-preview': previewToken })
  expect(revealed.response.headers.get('limen-decision')).toBe('plain; reason=crawler; page=origin')
  expect(revealed.response.headers.get('cache-control')).toBe('private, no-store')
  expect(revealed.response.headers.has('etag')).toBe(false)
  expect(revealed.text).toBe(unrevealed.text)
})

test('the preview token never reaches the shop', async () => {
  const floor = await openShopFloor({ now: () => now })
  await floor.visit('https://shop.example/product/p3', {
    headers: { 'limen-preview': previewToken, cookie: `__Host-limen-preview=${previewToken}` },
  })
  expect(floor.received).toHaveLength(1)
  expect(JSON.stringify(floor.received)).not.toContain(previewToken)
})

test('a preview token as consent grants nothing', async () => {
  const floor = await openShopFloor({ now: () => now, env: development })
  await floor.visit('/product/p3', { headers: { cookie: `__Host-limen-consent=${previewToken}` } })
  const { text } = await floor.visit('/.limen/dev')
  const rows = rowsOf(text)
  for (const purpose of ['behavioural', 'measurement', 'advertising', 'training']) {
    expect(rows.find((row) => row.startsWith(purpose))).toContain('consent-untrusted')
  }
})

async function visitAs(headers: Record<string, string>) {
  const cacheable = { 'cache-control': 'public, max-age=60', etag: '"1"' }
  const floor = await openShopFloor({ now: () => now, headers: cacheable })
  return floor.visit('https://shop.example/product/p3', { headers })
}
