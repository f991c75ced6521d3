import { describe, expect, test } from 'vitest'
import { browser, cookiesOf, development, openShopFloor, rowsOf } from './shop-floor.ts'

const room = '/.limen/dev'
const form = { 'content-type': 'application/x-www-form-urlencoded', origin: 'http://localhost' }

describe('without development, the room is not there', () => {
  const paths = [room, `${room}/`, `${room}/icon.svg`, '/.limen/anything', '/.limen/']
  const cases: [string, Record<string, string>, string][] = [
    ['without the variable', {}, 'http://localhost'],
    ['when the variable is not "on"', { LIMEN_DEVELOPMENT: 'true' }, 'http://localhost'],
    ['on a deployment whose variable was forgotten', development, 'https://shop.example'],
    ['for a name that was pointed at this machine', development, 'http://evil.example:8787'],
  ]
  test.each(cases)('%s', async (_, env, site) => {
    const floor = await openShopFloor({ env })
    const missing = await floor.visit(`${site}/product/none`)
    for (const path of paths) {
      const { response, text } = await floor.visit(site + path)
      expect(response.status, path).toBe(404)
      expect(text, path).toBe(missing.text)
      expect([...response.headers], path).toEqual([...missing.response.headers])
    }
    const post = { method: 'POST', headers: { ...form, origin: site }, body: 'consent=all' }
    const flipped = await floor.visit(`${site}${room}/switches`, post)
    expect(flipped.response.status).toBe(404)
    expect(flipped.response.headers.has('set-cookie')).toBe(false)
    expect(floor.received).toEqual([])
  })

  test('no header is added to the shop’s pages, and switches do nothing', async () => {
    const floor = await openShopFloor()
    const { response } = await floor.visit('/product/p3', {
      headers: { cookie: 'limen-dev=device%3Dbot%26gpc%3Don' },
    })
    expect([...response.headers.keys()]).toEqual(['cache-control', 'content-type'])
    expect(floor.received[0]?.headers).not.toContainEqual(['sec-gpc', '1'])
  })
})

describe('the page', () => {
  test('can be framed, kept, scripted or sent elsewhere by nobody', async () => {
    const { visit } = await openShopFloor({ env: development })
    const { response, text } = await visit(room)
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('x-frame-options')).toBe('DENY')
    const policy = response.headers.get('content-security-policy')
    for (const rule of ["default-src 'none'", "form-action 'self'", "frame-ancestors 'none'"]) {
      expect(policy).toContain(rule)
    }
    expect(text).not.toContain('<script')
    expect(text).not.toContain('http-equiv="refresh"')
    expect((await visit(`${room}?follow=1`)).text).toContain('http-equiv="refresh"')
  })

  test('leads to a page of each kind', async () => {
    const { visit } = await openShopFloor({ env: development })
    const { text } = await visit(room)
    for (const path of ['/', '/category/pots', '/product/p0']) {
      expect(text).toContain(`<a href="${path}">`)
    }
  })

  test('shows what was sent beside what the shop received', async () => {
    const { visit } = await openShopFloor({ env: development })
    await visit('/product/p3?utm_id=u1', {
      headers: { cookie: 'session=s1', 'accept-language': 'de-DE', 'sec-gpc': '1' },
    })
    const { text } = await visit(room)
    expect(text).toContain('the shop’s own account')
    const rows = rowsOf(text)
    expect(rows).toContain('utm_id stayed here u1 nothing')
    expect(rows).toContain('session stayed here s1 nothing')
    expect(rows).toContain('accept-language reduced de-DE en')
    expect(rows).toContain('sec-gpc crossed 1 1')
    const reduced = `user-agent reduced ${browser} Mozilla/5.0 (compatible; Limen; desktop)`
    expect(rows).toContain(reduced)
  })

  test('says so when the shop gives no account of its own', async () => {
    const { visit } = await openShopFloor({ env: development, mirrors: false })
    await visit('/product/p3')
    const { text } = await visit(room)
    expect(text).toContain('No evidence')
    expect(text).not.toContain('the shop’s own account')
  })

  test('shows permission, visit, slots and ranking', async () => {
    const { visit } = await openShopFloor({ env: development })
    await visit('/product/p3')
    const rows = rowsOf((await visit(room)).text)
    expect(rows.find((row) => row.startsWith('contextual'))).toMatch(/granted$/)
    expect(rows.find((row) => row.startsWith('behavioural'))).toContain('consent-absent')
    expect(rows).toContain('product user.behavior.browsing_history p3 contextual')
    expect(rows).toContain('also filled')
    expect(rows).toContain('1 Thing 4 p4 0.000')
    expect(rows).toContain('2 Thing 5 p5 -1.000')
  })

  test('shows an address that nobody declared, and that the shop was not asked', async () => {
    const { visit } = await openShopFloor({ env: development })
    const missing = await visit('/secret')
    expect(missing.response.headers.get('limen-decision')).toBe('error')
    expect((await visit(room)).text).toContain('The shop was not asked.')
  })

  test('writes markup in an address or a header as text', async () => {
    const { visit } = await openShopFloor({ env: development })
    const attack = '"><img src=x onerror=alert(1)>'
    await visit(`/product/p3?q=${encodeURIComponent(attack)}`, {
      headers: { 'x-attack': attack, cookie: `a=${attack}` },
    })
    const { text } = await visit(room)
    expect(text).toContain('&quot;&gt;&lt;img src=x onerror=alert(1)&gt;')
    expect(text).not.toContain('<img src=x')
  })

  test('has page visits first and assets folded away, and forgets when told', async () => {
    const { visit } = await openShopFloor({ env: development })
    await visit('/product/p1')
    await visit('/product/p2')
    await visit('/product/p3', { headers: { 'sec-fetch-dest': 'image' } })
    const { text } = await visit(room)
    const [visits = '', assets = ''] = text.split('<details')
    expect(visits.indexOf('/product/p2')).toBeLessThan(visits.indexOf('/product/p1'))
    expect(visits).toContain('/product/p1')
    expect(assets).toContain('/product/p3')
    expect((await visit(`${room}?show=1`)).text).toContain('GET /product/p1')

    const forgotten = await visit(`${room}/forget`, { method: 'POST', headers: form, body: '' })
    expect(forgotten.response.status).toBe(303)
    expect((await visit(room)).text).toContain('Nothing has happened yet')
  })
})

describe('switches', () => {
  test.each([
    ['none', 'consent-absent', 'consent-absent'],
    ['refused', 'consent-denied', 'consent-denied'],
    ['all', 'granted', 'granted'],
    ['behavioural', 'granted', 'consent-denied'],
    ['expired', 'consent-expired', 'consent-expired'],
    ['tampered', 'consent-untrusted', 'consent-untrusted'],
  ])('consent: %s', async (choice, behavioural, measurement) => {
    const rows = await permissionAfter(`consent=${choice}`)
    expect(rows.find((row) => row.startsWith('behavioural'))).toContain(behavioural)
    expect(rows.find((row) => row.startsWith('measurement'))).toContain(measurement)
  })

  test('Global Privacy Control', async () => {
    const rows = await permissionAfter('consent=all&gpc=on')
    expect(rows.find((row) => row.startsWith('advertising'))).toContain('signal-opt-out')
    expect(rows.find((row) => row.startsWith('behavioural'))).toContain('granted')
  })

  test.each([
    ['country=FR', 'country user.location.imprecise FR contextual'],
    ['device=mobile', 'device_class user.device mobile contextual'],
    ['device=tablet', 'device_class user.device tablet contextual'],
    ['device=desktop', 'device_class user.device desktop contextual'],
    ['device=bot', 'device_class user.device bot contextual'],
  ])('%s', async (choice, row) => {
    expect(await permissionAfter(choice)).toContain(row)
  })

  test('leave the other switches alone, until all are cleared', async () => {
    const { visit } = await openShopFloor({ env: development })
    const first = await flip(visit, 'consent=all')
    const second = await flip(visit, 'device=bot', cookiesOf(first))
    expect(cookiesOf(second)).toContain('limen-dev=consent%3Dall%26device%3Dbot')
    expect(cookiesOf(second)).toContain('__Host-limen-consent=')
    const cleared = await flip(visit, 'clear=on', cookiesOf(second))
    expect(cookiesOf(cleared)).toBe('limen-dev=')
    expect(cleared.headers.getSetCookie().join()).toMatch(/__Host-limen-consent=; Max-Age=0;/)
  })

  test('leave consent that came from elsewhere alone, until one is chosen', async () => {
    const { visit } = await openShopFloor({ env: development })
    const setBy = async (choices: string) =>
      (await flip(visit, choices)).headers.getSetCookie().join()
    expect(await setBy('gpc=on')).not.toContain('__Host-limen-consent')
    expect(await setBy('consent=none')).toContain('__Host-limen-consent=; Max-Age=0')
  })

  test('set the real consent cookie, bound to the host', async () => {
    const { visit } = await openShopFloor({ env: development })
    const response = await flip(visit, 'consent=all')
    expect(response.headers.get('location')).toBe(room)
    const cookie = response.headers.getSetCookie().find((set) => set.startsWith('__Host-'))
    expect(cookie).toMatch(
      /^__Host-limen-consent=[\w-]+\.[\w-]+\.[\w-]+; Path=\/; HttpOnly; Secure/,
    )
  })

  test('give no consent when there is no key', async () => {
    const { visit } = await openShopFloor({ env: { LIMEN_DEVELOPMENT: 'on' } })
    expect(cookiesOf(await flip(visit, 'consent=all'))).not.toContain('__Host-')
    expect((await visit(room)).text).toContain('Set LIMEN_DEV_KEY')
  })

  test.each([
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    [
      'another port of this machine',
      { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-site' },
    ],
    ['nobody', { origin: 'null' }],
  ])('are flipped by no form of %s', async (_, headers) => {
    const { visit } = await openShopFloor({ env: development })
    for (const path of ['/switches', '/forget']) {
      const init = { method: 'POST', headers: { ...form, ...headers }, body: 'consent=all' }
      const { response } = await visit(room + path, init)
      expect(response.status).toBe(403)
      expect(response.headers.has('set-cookie')).toBe(false)
    }
  })

  test('never reach the shop, on pages or in the cart', async () => {
    const { visit, received } = await openShopFloor({ env: development })
    const cookie = `${cookiesOf(await flip(visit, 'consent=all&gpc=on'))}; cart=c1`
    await visit('/product/p3', { headers: { cookie } })
    await visit('/cart/', { headers: { cookie } })
    expect(received).toHaveLength(2)
    expect(JSON.stringify(received)).not.toContain('limen-')
    expect(received[1]?.headers).toContainEqual(['cookie', 'cart=c1'])
  })
})

type Visit = Awaited<ReturnType<typeof openShopFloor>>['visit']

async function flip(visit: Visit, choices: string, cookie = ''): Promise<Response> {
  const headers = { ...form, cookie }
  const { response } = await visit(`${room}/switches`, { method: 'POST', headers, body: choices })
  expect(response.status).toBe(303)
  return response
}

/** Flips switches, goes to a product and tells what the room then says. */
async function permissionAfter(choices: string): Promise<string[]> {
  const { visit } = await openShopFloor({ env: development })
  const cookie = cookiesOf(await flip(visit, choices))
  await visit('/product/p3', { headers: { cookie } })
  return rowsOf((await visit(room, { headers: { cookie } })).text)
}
