import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ConsentOptions, consentCookie } from '../../src/consent/index.ts'
import { createTestEdge, type TestEdge } from '../../src/testing/index.ts'
import { askingPage } from './support/asking-pages.ts'

const keyServer = 'https://keys.example/jwks'

/** What is down, by the Worker's variables. */
const faults: [string, Record<string, string>][] = [
  ['there is no key that signs', { CONSENT_KEY: '' }],
  ['the key that signs is garbage', { CONSENT_KEY: '{"keys":[{}]}' }],
  ['the list of withdrawals cannot be read', { DOWN: 'list-fails' }],
  ['the database of withdrawals fails', { DOWN: 'd1-fails' }],
  ['the database of withdrawals never answers', { DOWN: 'd1-hangs' }],
  ['the key server is down', { CONSENT_JWKS: keyServer }],
  ['the keys are not configured', { CONSENT_JWKS: '' }],
]

const all: ConsentOptions['purposes'] = { behavioural: 'g', measurement: 'g', advertising: 'g' }
const none: ConsentOptions['purposes'] = { behavioural: 'd', measurement: 'd', advertising: 'd' }
const visitors: [string, Partial<ConsentOptions> | undefined, object][] = [
  ['nobody', undefined, { country: 'DE', isEUCountry: '1' }],
  ['nobody, where a notice is enough', undefined, { country: 'US', regionCode: 'TX' }],
  ['who said yes', { purposes: all, age: 'adult' }, { country: 'DE' }],
  [
    'who said yes long ago',
    { purposes: all, age: 'adult', lifetimeSeconds: 600 },
    { country: 'DE' },
  ],
  ['who said no', { purposes: none }, { country: 'DE' }],
]

const edges = new Map<string, TestEdge>()

beforeAll(async () => {
  for (const [name, env] of [['all is well', {}], ...faults] as typeof faults) {
    const config = 'test/edge/support/asking-faults.config.ts'
    edges.set(name, await createTestEdge({ config, origin, env }))
  }
  await choose(edgeOf('all is well'), 'all') // hands out an entry, so that there is a list
})

afterAll(async () => {
  for (const edge of edges.values()) await edge.dispose()
})

test('when all is well, who said yes is given more than who said nothing', async () => {
  const granted = await Promise.all(
    visitors.map(async (visitor) => (await visit(edgeOf('all is well'), visitor)).granted.size),
  )
  expect(granted).toEqual([2, 7, 7, 7, 2])
})

describe.each(faults)('%s', (name) => {
  test.each(visitors)('a page is whole, and permits no more: %s', async (...visitor) => {
    const well = await visit(edgeOf('all is well'), visitor)
    const answered = await visit(edgeOf(name), visitor)
    expect(answered.status).toBe(200)
    expect(answered.cacheControl).toBe('private, no-store')
    expect(answered.text).toMatch(
      /^<!doctype html>[\s\S]*<limen-consent[\s\S]*The last link[\s\S]*<\/html>$/,
    )
    expect(answered.text).toContain('class="limen-cards"')
    expect([...answered.granted].filter((storage) => !well.granted.has(storage))).toEqual([])
  })

  test('a yes that is taken is kept, and one that is not changes nothing', async () => {
    const { status, cookies } = await choose(edgeOf(name), 'all')
    expect([303, 500]).toContain(status)
    expect(cookies).toHaveLength(status === 303 ? 1 : 0)
  })
})

test.each(faults.filter(([, env]) => 'DOWN' in env))('a no is heard though %s', async (name) => {
  const { status, cookies } = await choose(edgeOf(name), 'none')
  expect(status).toBe(303)
  expect(cookies[0]).toContain(`${consentCookie}=`)
  const headers = { cookie: cookies[0]?.split(';')[0] as string }
  const page = await edgeOf(name).fetch('/product/p5', { headers })
  expect(await page.text()).toContain('class="chip"')
})

test.each(faults.slice(0, 2))('%s: who chooses is told that nothing was changed', async (name) => {
  const { status, text } = await choose(edgeOf(name), 'all')
  expect(status).toBe(500)
  expect(text).toMatch(/<main[\s\S]*<h1/)
  expect(text).not.toMatch(/ERR_|CONSENT_KEY|consent\.service/)
})

function origin(request: Request): Response {
  return request.url === keyServer ? new Response('sorry', { status: 503 }) : askingPage(request)
}

function edgeOf(name: string): TestEdge {
  return edges.get(name) as TestEdge
}

/** A page, and which of Consent Mode's storages it grants. */
async function visit(edge: TestEdge, [, consent, cf]: (typeof visitors)[number]) {
  const status = { index: 7, uri: 'https://shop.example/.limen/consent/status/0' }
  const token = consent && (await edge.token({ status, ...consent }))
  const headers = {
    accept: 'text/html',
    'sec-fetch-dest': 'document',
    ...(token && { cookie: `${consentCookie}=${token}` }),
  }
  const response = await edge.fetch('/product/p5', { headers, cf } as never)
  const text = await response.text()
  const granted = [...text.matchAll(/"(\w+_\w+)":"granted"/g)].map(([, storage]) => storage)
  return {
    status: response.status,
    cacheControl: response.headers.get('cache-control'),
    text,
    granted: new Set(granted),
  }
}

async function choose(edge: TestEdge, choice: 'all' | 'none') {
  const asked = Object.keys(all).map((purpose) => ['asked', purpose])
  const body = new URLSearchParams([
    ...asked,
    ['choice', choice],
    ['via', 'banner'],
    ['lang', 'en'],
  ])
  const response = await edge.fetch('/.limen/consent', {
    method: 'POST',
    body: body.toString(),
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'text/html',
      'sec-fetch-site': 'same-origin',
      referer: new URL('/product/p5', edge.url).href,
    },
  })
  return {
    status: response.status,
    cookies: response.headers.getSetCookie(),
    text: await response.text(),
  }
}
