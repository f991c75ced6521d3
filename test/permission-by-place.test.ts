import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import type { ConfigInput } from '../src/config/index.ts'
import { type ConsentOptions, consentCookie, isPermitted } from '../src/consent/index.ts'
import { type LimenEnv, personalize } from '../src/personalize.ts'
import { type Purpose, purposes } from '../src/policy/index.ts'
import { mint, now, publicJwk, trust } from './consent/issuer.ts'
import { smallConfig } from './fixtures/small-shop.ts'

const california = { country: 'US', regionCode: 'CA' }
const optedOut: Partial<ConsentOptions> = {
  jurisdiction: 'US-CA',
  basis: 'optout',
  purposes: { behavioural: 'g', measurement: 'g', advertising: 'g', training: 'd' },
}

test.each<[object, Purpose[]]>([
  [california, ['contextual', 'behavioural', 'measurement', 'advertising']],
  [
    { country: 'US', regionCode: 'TX' },
    ['contextual', 'behavioural', 'measurement', 'advertising'],
  ],
  [{ country: 'CA', regionCode: 'ON' }, ['contextual', 'measurement']],
  [{ country: 'FR', isEUCountry: '1' }, ['contextual']],
  [{ country: 'US' }, ['contextual']],
  [{}, ['contextual']],
])('what an opt-out of California carries to %j: %j', async (cf, expected) => {
  expect(await permittedTo(optedOut, { cf })).toEqual(expected)
})

test('a notice is enough where the operator says so and the law lets it', async () => {
  const byDefault = { ...optedOut, mechanism: 'default' } as const
  const noticeMode = { noticeMode: true }
  expect(await permittedTo(byDefault, { cf: california })).toEqual(['contextual'])
  expect(await permittedTo(byDefault, { cf: california, consent: noticeMode })).toContain(
    'behavioural',
  )
  const cf = { country: 'DE' }
  expect(await permittedTo(byDefault, { cf, consent: noticeMode })).toEqual(['contextual'])
})

test('a signal that is configured lowers what is permitted', async () => {
  const denies = new Set<Purpose>(['advertising', 'measurement'])
  const consent = { signals: [() => ({ source: 'tcf', denies })] }
  expect(await permittedTo(optedOut, { cf: california, consent })).toEqual([
    'contextual',
    'behavioural',
  ])
})

test('what the shop switched off is off, and an older epoch grants nothing', async () => {
  const off = { purposes: ['contextual', 'measurement'] as Purpose[] }
  expect(await permittedTo(optedOut, { cf: california, consent: off })).toEqual([
    'contextual',
    'measurement',
  ])
  expect(await permittedTo(optedOut, { cf: california, consent: { epoch: 1 } })).toEqual([
    'contextual',
  ])
  const again = { ...optedOut, epoch: 1 }
  expect(await permittedTo(again, { cf: california, consent: { epoch: 1 } })).toHaveLength(4)
})

test('a no to contextual outlives the token that says it', async () => {
  const refused = { ...optedOut, purposes: { contextual: 'd' } } as const
  const later = new Date(now.getTime() + 2 * 86_400_000)
  expect(await permittedTo(refused, { cf: california, at: later })).toEqual([])
})

async function permittedTo(
  options: Partial<ConsentOptions>,
  visit: { cf: object; consent?: Partial<NonNullable<ConfigInput['consent']>>; at?: Date },
): Promise<Purpose[]> {
  const { issuer, audience } = trust
  const config = await smallConfig({
    site: { languages: ['en'] },
    consent: {
      issuer,
      audience,
      keys: { keys: [publicJwk as { kty: string }] },
      insecureSkipRevocation: true,
      ...visit.consent,
    },
  })
  const app = new Hono<LimenEnv>()
  const permitted: Purpose[] = []
  app.use(async (c, next) => {
    await next()
    const { permission } = c.var.limen
    if (permission)
      permitted.push(...purposes.filter((purpose) => isPermitted(permission, purpose)))
  })
  app.use(personalize(config, { now: () => visit.at ?? now, cache: null }))
  app.get('*', (c) => c.html('<!doctype html><h1>p</h1>'))

  const request = new Request('https://shop.example/product/p3', {
    headers: { cookie: `${consentCookie}=${await mint(options)}` },
    cf: visit.cf,
  } as RequestInit)
  const context = createExecutionContext()
  const answer = await app.fetch(request, {}, context)
  await waitOnExecutionContext(context)
  expect(answer.status).toBe(200)
  return permitted
}
