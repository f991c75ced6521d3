import { describe, expect, test } from 'vitest'
import { consentCookie, defaultPolicy, permit, verifyConsent } from '../../src/consent/index.ts'
import { memoryRevocations, statusLists, storedLists } from '../../src/consent/revocation.ts'
import { jurisdictionIds, placesOf } from '../../src/policy/index.ts'
import { profileCookie } from '../../src/profile/index.ts'
import { both, issuer, openShop, publicKey } from './asking.ts'

const daySeconds = 86_400

describe('a shopper who is asked', () => {
  test('says yes, and gets a token of their own that ends with the record', async () => {
    const { send, claims, states, trust, token, clock } = openShop()
    const answer = await send({ ...both, choice: 'all' })

    expect([answer.status, answer.headers.get('location')]).toEqual([
      303,
      `${issuer}/product/1?size=m`,
    ])
    const [cookie] = answer.headers.getSetCookie()
    expect(cookie).toMatch(
      /^__Host-limen-consent=[\w.-]+; Max-Age=15552000; Path=\/; Secure; HttpOnly; SameSite=Lax$/,
    )
    expect(states()).toEqual({ beh: 'g', msr: 'g' })
    expect(claims()).toMatchObject({
      mech: 'banner',
      cfm: true,
      jur: 'EU-DE',
      jsrc: 'geo',
      lang: 'en',
      nid: '1',
      gpc: 0,
    })
    expect(claims().nh).toMatch(/^[0-9a-f]{64}$/)
    expect(await verifyConsent(token() ?? '', trust, clock.now)).toHaveProperty('consent')
  })

  test('says no, which is kept just as long', async () => {
    const { send, states } = openShop()
    const answer = await send({ ...both, choice: 'none' })
    expect(answer.headers.getSetCookie()[0]).toContain('Max-Age=15552000')
    expect(states()).toEqual({ beh: 'd', msr: 'd' })
  })

  test('chooses for each purpose, and changes one later', async () => {
    const { send, claims, states, clock } = openShop()
    const centre = { asked: ['contextual', ...both.asked], via: 'prefcentre' }
    await send({ ...centre, choice: 'some', yes: ['contextual', 'measurement'] })
    expect(states()).toEqual({ ctx: 'g', beh: 'd', msr: 'g' })
    const { sub, rec } = claims()

    clock.now = new Date('2026-11-25T12:00:00Z')
    await send({ ...centre, choice: 'some', yes: ['contextual', 'measurement', 'behavioural'] })
    expect(states()).toEqual({ ctx: 'g', beh: 'g', msr: 'g' })
    expect(claims()).toMatchObject({ sub, rec, mech: 'prefcentre' })
  })

  test('withdraws: a new pseudonym, a new record, and no profile', async () => {
    const { send, claims, states } = openShop()
    await send({ ...both, choice: 'all' })
    const { sub, rec, jti } = claims()
    const answer = await send({ ...both, choice: 'none' })

    expect(states()).toEqual({ beh: 'w', msr: 'w' })
    for (const [name, old] of Object.entries({ sub, rec, jti })) {
      expect(claims()[name], name).not.toBe(old)
    }
    expect(answer.headers.getSetCookie()[1]).toMatch(new RegExp(`^${profileCookie}=; Max-Age=0`))
  })

  test('stays withdrawn after another no, and is given again by a yes', async () => {
    const { send, states } = openShop()
    for (const choice of ['all', 'none', 'none']) await send({ ...both, choice })
    expect(states()).toEqual({ beh: 'w', msr: 'w' })
    await send({ ...both, choice: 'all' })
    expect(states()).toEqual({ beh: 'g', msr: 'g' })
  })

  test('answers one question beside a slot, and what was chosen before stays', async () => {
    const { send, states, claims, clock } = openShop()
    await send({ ...both, choice: 'none' })
    const before = claims().cat
    clock.now = new Date('2027-01-22T12:00:00Z')
    await send({ asked: 'behavioural', via: 'jit', choice: 'all' })

    expect(states()).toEqual({ beh: 'g', msr: 'd' })
    expect(claims().mech).toBe('jit')
    expect(claims().prp).toMatchObject({
      msr: { t: before, x: Number(before) + 180 * daySeconds },
    })
  })

  test('a withdrawal is told to the list that the old token names, and the new one has another', async () => {
    const store = memoryRevocations()
    const { send, claims, ask } = openShop({ revocations: () => store })
    await send({ ...both, choice: 'all' })
    expect(claims().status).toEqual({
      status_list: { idx: 0, uri: `${issuer}/.limen/consent/status/0` },
    })
    expect(await store.revoked(0)).toEqual([])
    await send({ ...both, choice: 'none' })
    expect(await store.revoked(0)).toEqual([0])
    expect(claims().status).toMatchObject({ status_list: { idx: 1 } })
    const list = await ask('/.limen/consent/status/0')
    expect(list.headers.get('content-type')).toBe('application/statuslist+jwt')
  })

  test('after a withdrawal the old cookie permits nothing, anywhere', async () => {
    const store = memoryRevocations()
    const { send, facts, jar, trust, clock } = openShop({ revocations: () => store })
    const check = statusLists({ load: storedLists(() => store) })
    async function permission() {
      const { consent, place, gpc } = await facts()
      if (!consent || !('consent' in consent)) throw new Error('no consent')
      const { status = { index: 0, uri: '' } } = consent.consent
      const now = clock.now
      const revocation = await check({ status, trust, now, env: {}, keepAlive: () => undefined })
      return permit({ consent, place, gpc, now, revocation }).behavioural
    }

    await send({ ...both, choice: 'all' })
    const old = jar.get(consentCookie) ?? ''
    expect(await permission()).toEqual({ granted: true })
    await send({ ...both, choice: 'none' })
    clock.now = new Date(clock.now.getTime() + 300_000)
    jar.set(consentCookie, old)
    expect(await permission()).toEqual({ granted: false, reason: 'consent-denied' })
  })

  test('a withdrawal holds though the list cannot be reached', async () => {
    const store = { ...memoryRevocations(), revoke: () => Promise.reject(new Error('down')) }
    const { send, states, reports } = openShop({ revocations: () => store })
    await send({ ...both, choice: 'all' })
    expect((await send({ ...both, choice: 'none' })).status).toBe(303)
    expect(states()).toEqual({ beh: 'w', msr: 'w' })
    expect(reports).toHaveLength(1)
  })

  test.each<[string, () => Promise<never>]>([
    ['fails', () => Promise.reject(new Error('down'))],
    ['never answers', () => new Promise(() => undefined)],
  ])(
    'where the store of entries %s a no is heard all the same, and a yes is not',
    async (_, allocate) => {
      const store = { ...memoryRevocations(), allocate }
      const { send, states, claims, jar, shown, reports } = openShop({ revocations: () => store })
      expect((await send({ ...both, choice: 'all' })).status).toBe(500)
      expect(jar.size).toBe(0)

      expect((await send({ ...both, choice: 'none' })).status).toBe(303)
      expect(states()).toEqual({ beh: 'd', msr: 'd' })
      expect(claims()).not.toHaveProperty('status')
      expect(await shown()).toContain('class="chip"')
      expect(reports).toHaveLength(2)

      store.allocate = memoryRevocations().allocate as never
      await send({ ...both, choice: 'all' })
      expect(claims()).toHaveProperty('status')
    },
  )

  test.each([
    ['the list says so', memoryRevocations()],
    ['the list cannot be asked', { ...memoryRevocations(), revoked: () => Promise.reject() }],
  ])('the cookie of before a withdrawal brings nothing back when %s', async (_, store) => {
    const { send, states, claims, jar, ask } = openShop({ revocations: () => store })
    await send({ ...both, choice: 'all' })
    const [old = '', { sub }] = [jar.get(consentCookie), claims()]
    await send({ ...both, choice: 'none' })

    jar.set(consentCookie, old)
    const centre = await ask('/.limen/consent', { headers: { accept: 'text/html' } })
    expect(await centre.text()).not.toMatch(/value="(behavioural|measurement)"[^>]* checked/)
    await send({ asked: 'measurement', via: 'jit', choice: 'none' })
    expect(states()).toMatchObject({ beh: 'u' })

    jar.set(consentCookie, old)
    await send({ asked: 'measurement', via: 'jit', choice: 'all' })
    expect(states()).toEqual({ beh: 'u', msr: 'g' })
    expect(claims().sub).not.toBe(sub)
    expect(claims().status).not.toMatchObject({ status_list: { idx: 0 } })
  })

  test('when the site asks everybody anew, nothing given before is carried on', async () => {
    const { send, states, jar, shown } = openShop()
    await send({ asked: ['behavioural'], via: 'jit', choice: 'none' })
    await send({ asked: ['measurement'], via: 'jit', choice: 'all' })
    const anew = openShop({ epoch: 1, purposes: ['behavioural', 'measurement', 'training'] })
    for (const [name, value] of jar) anew.jar.set(name, value)
    expect(states()).toEqual({ beh: 'd', msr: 'g' })
    expect(await shown()).toContain('class="chip"')
    expect(await anew.shown()).toContain('count how often')
    await anew.send({ asked: 'training', via: 'jit', choice: 'all' })
    expect(anew.states()).toEqual({ beh: 'd', msr: 'u', trn: 'g' })
    expect(anew.claims().ep).toBe(1)
  })

  test('the log is told what was chosen, and not by whom', async () => {
    const events: object[] = []
    const { send, claims } = openShop({ onChoice: async (event) => void events.push(event) })
    await send({ ...both, choice: 'all' })
    expect(events).toEqual([
      {
        at: new Date('2026-11-22T12:00:00Z'),
        mechanism: 'banner',
        jurisdiction: 'EU-DE',
        states: new Map([
          ['behavioural', 'g'],
          ['measurement', 'g'],
        ]),
        gpc: false,
      },
    ])
    expect(JSON.stringify(events)).not.toContain(claims().sub)
  })
})

describe('a choice from day to day', () => {
  test('gets a new token that says the same of the same time', async () => {
    const { send, claims, renew, clock } = openShop()
    await send({ ...both, choice: 'all' })
    const before = claims()
    expect(await renew()).toBeUndefined()

    clock.now = new Date('2026-12-20T09:00:00Z')
    expect(await renew()).toBeDefined()
    const { iat, exp, jti, ...same } = claims()
    expect(before).toMatchObject(same)
    expect(jti).not.toBe(before.jti)
    expect(iat).toBe(clock.now.getTime() / 1000)
    expect(Number(exp) - Number(iat)).toBe(daySeconds)
  })

  test('ends with its record, for a yes and for a no', async () => {
    for (const choice of ['all', 'none']) {
      const { send, renew, shown, clock } = openShop()
      await send({ ...both, choice })
      clock.now = new Date(clock.now.getTime() + 180 * daySeconds * 1000)
      expect(await renew()).toBeUndefined()
      expect(await shown()).toContain('class="bar"')
    }
  })

  test('the last token before the end lives no longer than the record', async () => {
    const { send, renew, claims, clock } = openShop()
    await send({ ...both, choice: 'all' })
    clock.now = new Date(clock.now.getTime() + (180 * daySeconds - 60) * 1000)
    await renew()
    expect(Number(claims().exp)).toBe(clock.now.getTime() / 1000 + 60)
  })

  test('an altered token is not renewed', async () => {
    const { send, jar, renew, clock } = openShop()
    await send({ ...both, choice: 'all' })
    const [header, body, signature = ''] = (jar.get(consentCookie) ?? '').split('.')
    jar.set(
      consentCookie,
      `${header}.${body}.${signature.replace(/^./, (c) => (c === 'A' ? 'B' : 'A'))}`,
    )
    clock.now = new Date('2026-12-20T09:00:00Z')
    expect(await renew()).toBeUndefined()
  })
})

describe('with nothing chosen', () => {
  const rows = jurisdictionIds.map((id) => [id, placesOf[id].split(' ')[0] ?? ''] as const)

  test.each(rows)('in %s (%s) a look costs nothing: no cookie, and a question', async (_, code) => {
    const [country, region] = code.split('-')
    const { shopper, ask, shown, renew, jar } = openShop()
    shopper.place = { country: country || undefined, region }
    expect(await shown()).toContain('class="bar"')
    expect(await renew()).toBeUndefined()
    const centre = await ask('/.limen/consent', { headers: { accept: 'text/html' } })
    expect(centre.headers.getSetCookie()).toEqual([])
    expect(await centre.text()).not.toMatch(/value="(behavioural|measurement)"[^>]* checked/)
    expect(jar.size).toBe(0)
  })

  test.each(rows)(
    'in %s (%s) a notice and a default need the law and the operator',
    async (id, code) => {
      const [country, region] = code.split('-')
      const { shopper, shown, renew, claims } = openShop({
        policy: { ...defaultPolicy, noticeMode: true },
      })
      shopper.place = { country: country || undefined, region }
      const renewal = await renew()
      const suffices = id.startsWith('us-')
      expect(renewal !== undefined).toBe(suffices)
      expect(await shown()).toContain(suffices ? 'Unless you object' : 'With your permission')
      if (!suffices) return
      expect(claims()).toMatchObject({ mech: 'default', cfm: false })
      expect(claims().prp).toEqual({ beh: { s: 'g', b: 'optout' }, msr: { s: 'g', b: 'optout' } })
    },
  )

  test('a default leaves out what the browser signals against', async () => {
    const { shopper, renew, states } = openShop({
      age: 'adult',
      purposes: ['behavioural', 'advertising'],
      policy: { ...defaultPolicy, noticeMode: true },
    })
    Object.assign(shopper, { place: { country: 'US', region: 'CA' }, gpc: true })
    await renew()
    expect(states()).toEqual({ beh: 'g' })
  })

  test('an objection to a default is a withdrawal that stays', async () => {
    const { shopper, renew, send, states, shown, claims } = openShop({
      policy: { ...defaultPolicy, noticeMode: true },
    })
    shopper.place = { country: 'US', region: 'TX' }
    await renew()
    const { sub } = claims()
    await send({ ...both, choice: 'none' })
    expect(states()).toEqual({ beh: 'w', msr: 'w' })
    expect(claims()).toMatchObject({ cfm: true })
    expect(claims().sub).not.toBe(sub)
    expect(await renew()).toBeUndefined()
    expect(await shown()).not.toContain('class="bar"')
  })
})

describe('a browser that signals', () => {
  const options = { age: 'adult', purposes: ['behavioural', 'advertising'] } as const
  const asked = ['contextual', 'behavioural', 'advertising']

  test('is told that the signal is honoured, before and after a choice', async () => {
    const { shopper, shown, send, ask } = openShop(options)
    Object.assign(shopper, { place: { country: 'US', region: 'CA' }, gpc: true })
    const banner = await shown()
    expect(banner).toContain('We honour it')
    expect(banner).not.toContain('advertising partners')
    await send({ asked: 'behavioural', via: 'banner', choice: 'all' })
    expect(await shown()).toContain('Opt-out signal honoured')
    const centre = await ask('/.limen/consent', { headers: { accept: 'text/html' } })
    expect(await centre.text()).toContain('Opt-out signal honoured')
  })

  test('a yes to advertising waits until the conflict was shown', async () => {
    const { shopper, send, states, ask, claims, shown } = openShop(options)
    Object.assign(shopper, { place: { country: 'US', region: 'CA' }, gpc: true })
    const answer = await send({ asked, via: 'prefcentre', choice: 'all' })
    const to = new URL(answer.headers.get('location') ?? '', issuer)
    expect(to.pathname).toBe('/.limen/consent/exception')
    expect(states()).toEqual({ ctx: 'g', beh: 'g', ads: 'd' })
    expect(claims()).not.toHaveProperty('gpo')

    const page = await ask(to.pathname + to.search, { headers: { accept: 'text/html' } })
    expect(await page.text()).toContain('Make an exception here')
    await send({ asked: 'advertising', via: 'prefcentre', choice: 'exception' })
    expect(states()).toEqual({ ctx: 'g', beh: 'g', ads: 'g' })
    expect(claims()).toMatchObject({ gpc: 1, gpo: { t: claims().iat, p: ['ads'] } })
    expect(await shown()).not.toContain('Opt-out signal honoured')
  })

  test('an exception ends with a no', async () => {
    const { shopper, send, claims, states } = openShop(options)
    Object.assign(shopper, { place: { country: 'US', region: 'CA' }, gpc: true })
    await send({ asked: 'advertising', via: 'prefcentre', choice: 'exception' })
    await send({ asked: 'advertising', via: 'prefcentre', choice: 'none' })
    expect(states()).toEqual({ ads: 'w' })
    expect(claims()).not.toHaveProperty('gpo')
  })
})

describe('another consent platform', () => {
  const yes = { purposes: { behavioural: true, measurement: false, advertising: null } }

  test('hands over what was chosen', async () => {
    const { bridge, states, claims } = openShop({ asking: 'elsewhere' })
    const answer = await bridge(yes)
    expect(await answer.json()).toEqual({
      changed: true,
      decided: { behavioural: true, measurement: false },
      conflicts: [],
    })
    expect(states()).toEqual({ beh: 'g', msr: 'd' })
    expect(claims().mech).toBe('import')
  })

  test('may say so on every page: nothing new is nothing', async () => {
    const { bridge, token } = openShop({ asking: 'elsewhere' })
    await bridge(yes)
    const before = token()
    expect(await (await bridge(yes)).json()).toEqual({ changed: false })
    expect(token()).toBe(before)
  })

  test('does not bring back what was taken away here, unless it was chosen after that', async () => {
    const { bridge, send, states, clock } = openShop()
    await bridge(yes)
    clock.now = new Date('2026-11-23T12:00:00Z')
    await send({ ...both, choice: 'none' })
    await bridge(yes)
    expect(states()).toEqual({ beh: 'w', msr: 'd' })
    await bridge({ ...yes, chosenAt: Date.parse('2026-11-22T13:00:00Z') / 1000 })
    expect(states()).toEqual({ beh: 'w', msr: 'd' })

    clock.now = new Date('2026-11-24T12:00:00Z')
    await bridge({ ...yes, chosenAt: Date.parse('2026-11-24T11:00:00Z') / 1000 })
    expect(states()).toEqual({ beh: 'g', msr: 'd' })
  })

  test('takes back at once', async () => {
    const { bridge, states, claims } = openShop()
    await bridge(yes)
    const { sub } = claims()
    await bridge({ purposes: { behavioural: false } })
    expect(states()).toMatchObject({ beh: 'w' })
    expect(claims().sub).not.toBe(sub)
  })

  test.each([
    ['no JSON', '{', 400],
    ['a list', '[]', 400],
    ['a word for a yes', { purposes: { behavioural: 'yes' } }, 400],
    ['a purpose nobody has', { purposes: { constructor: true } }, 400],
    ['the future', { ...yes, chosenAt: 4_000_000_000 }, 400],
    ['too much', `{"purposes":{},"x":"${'x'.repeat(9000)}"}`, 413],
  ])('is told of %s, and nothing is lost', async (_, body, status) => {
    const { bridge, jar, token } = openShop()
    await bridge(yes)
    const before = token()
    const answer = await bridge(body)
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(jar.get(consentCookie)).toBe(before)
  })

  test('from another site it is not heard', async () => {
    const { bridge, jar } = openShop()
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'content-type': 'text/plain' },
    ] as Record<string, string>[]) {
      expect((await bridge(yes, headers)).status).toBeGreaterThanOrEqual(403)
    }
    expect(jar.size).toBe(0)
  })
})

describe('a form', () => {
  test.each([
    ['from another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['from a site next door', { 'sec-fetch-site': 'same-site' }, 403],
    ['of another kind', { 'content-type': 'text/plain' }, 415],
  ])('%s changes nothing, and says so', async (_, headers, status) => {
    const { send, jar } = openShop()
    const answer = await send({ ...both, choice: 'all' }, headers as Record<string, string>)
    expect(answer.status).toBe(status)
    expect(await answer.text()).toContain('nothing was changed')
    expect(jar.size).toBe(0)
  })

  test('from a browser that says no more than an origin is believed by that', async () => {
    const { ask } = openShop()
    const from = (headers: Record<string, string>) =>
      ask('/.limen/consent', {
        method: 'POST',
        body: new URLSearchParams({ asked: 'behavioural', choice: 'none' }),
        headers,
      })
    expect((await from({ origin: issuer })).status).toBe(303)
    expect((await from({ origin: 'https://shop.example.evil.example' })).status).toBe(403)
    expect((await from({ origin: 'null' })).status).toBe(403)
    expect((await from({})).status).toBe(403)
  })

  test.each([
    ['no choice', { asked: 'behavioural' }],
    ['another choice', { asked: 'behavioural', choice: 'maybe' }],
    ['a purpose the shop does not ask for', { asked: 'advertising', choice: 'all' }],
    ['a yes to that', { asked: 'behavioural', yes: '__proto__', choice: 'some' }],
  ])('with %s changes nothing', async (_, fields) => {
    const { send, jar } = openShop()
    expect((await send(fields)).status).toBe(400)
    expect(jar.size).toBe(0)
  })

  test('counts a yes only for what was asked beside it', async () => {
    const { send, states } = openShop()
    await send({ asked: 'measurement', yes: ['behavioural', 'measurement'], choice: 'some' })
    expect(states()).toEqual({ msr: 'g' })
  })

  test.each([
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example/',
    '/.//evil.example/',
    'javascript:alert(1)',
    `${issuer}.evil.example/`,
    `https://x@evil.example/`,
    '',
    '\n//evil.example',
  ])('that names %j to go back to leads nowhere else', async (from) => {
    const { send } = openShop()
    const answer = await send({ ...both, choice: 'none', from })
    const to = new URL(answer.headers.get('location') ?? '', issuer)
    expect(to.origin).toBe(issuer)
    const referred = await send({ ...both, choice: 'none' }, { referer: from || 'about:client' })
    expect(new URL(referred.headers.get('location') ?? '', issuer).origin).toBe(issuer)
  })

  test('that comes from nowhere ends in the centre, which says that all is saved', async () => {
    const { ask } = openShop()
    const answer = await ask('/.limen/consent', {
      method: 'POST',
      body: new URLSearchParams({ asked: 'behavioural', choice: 'none', lang: 'de' }),
      headers: { 'sec-fetch-site': 'same-origin' },
    })
    const to = answer.headers.get('location') ?? ''
    expect(to).toBe('/.limen/consent?saved=1&lang=de')
    const page = await ask(to, { headers: { accept: 'text/html' } })
    expect(await page.text()).toContain('Ihre Auswahl ist gespeichert')
  })
})

describe('what is published', () => {
  test('the public keys, and nothing private', async () => {
    const answer = await openShop().ask('/.limen/consent/keys')
    const text = await answer.text()
    const { kty, crv, x, y, alg, kid } = publicKey
    expect(JSON.parse(text)).toEqual({ keys: [{ kty, crv, x, y, alg, kid, use: 'sig' }] })
    expect(text).not.toContain('"d"')
  })

  test('that Global Privacy Control is honoured', async () => {
    const answer = await openShop({ gpcSince: '2026-11-22' }).ask('/.well-known/gpc.json')
    expect(answer.headers.get('content-type')).toBe('application/json')
    expect(await answer.json()).toEqual({ gpc: true, lastUpdate: '2026-11-22' })
  })

  test('a receipt of what was chosen, to who chose it', async () => {
    const { ask, send } = openShop({
      receipt: async ({ consent }) => Response.json({ id: consent.receiptId }),
    })
    expect((await ask('/.limen/consent/receipt')).status).toBe(404)
    await send({ ...both, choice: 'all' })
    const receipt = await ask('/.limen/consent/receipt')
    expect(await receipt.json()).toMatchObject({ id: expect.stringMatching(/^\w{26}$/) })
    expect(receipt.headers.get('cache-control')).toBe('no-store')
  })

  test('no answer is kept, but for files whose address changes with them', async () => {
    const { ask } = openShop()
    for (const path of ['', '/keys', '/exception?for=behavioural', '/receipt']) {
      const answer = await ask(`/.limen/consent${path}`, { headers: { accept: 'text/html' } })
      expect(answer.headers.get('cache-control'), path).toBe('no-store')
    }
    const page = await (await ask('/.limen/consent', { headers: { accept: 'text/html' } })).text()
    const [, style = ''] = /href="(\/.limen\/consent\/notice\.css\?\w+)"/.exec(page) ?? []
    expect((await ask(style)).headers.get('cache-control')).toContain('immutable')
  })

  test('pages forbid scripts, frames and everybody else', async () => {
    const answer = await openShop().ask('/.limen/consent', { headers: { accept: 'text/html' } })
    const policy = answer.headers.get('content-security-policy')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(await answer.text()).not.toMatch(/<script|\son\w+=|style=|https?:\/\/(?!shop)/)
  })

  test('a method that is not taken gets a problem', async () => {
    const answer = await openShop().ask('/.limen/consent/keys', { method: 'DELETE' })
    expect(answer.status).toBe(405)
    expect(await answer.json()).toMatchObject({ status: 405, code: 'ERR_REQUEST_INVALID' })
  })

  test('other addresses are not its own', async () => {
    const { service } = openShop()
    for (const path of [
      '/',
      '/.limen/dev',
      '/.limen/consent/status/0',
      '/.limen/consents',
      '/.limen/consent/x',
    ]) {
      expect(await service.answer(new Request(issuer + path), {}), path).toBeUndefined()
    }
  })
})

describe('what a page carries', () => {
  test('is ASCII, in German too', async () => {
    const { shopper, shown, service, facts } = openShop()
    shopper.language = 'de'
    expect(await shown()).toContain('m&#246;chten wir')
    const beside = service.ask('behavioural', await facts())
    for (const bytes of [service.notice(await facts())?.body, beside?.body]) {
      expect(bytes?.every((byte) => byte < 0x80)).toBe(true)
    }
  })

  test('is the same bytes for the same key, for every shopper', async () => {
    const { service, facts } = openShop()
    const [one, other] = [service.notice(await facts()), service.notice(await facts())]
    expect(one).toBe(other)
  })

  test('yes and no are alike', async () => {
    const page = await openShop().shown()
    const buttons = [...page.matchAll(/<button([^>]*)>/g)].map(([, attributes = '']) =>
      attributes.replace(/ value="\w+"/, ''),
    )
    expect(buttons).toHaveLength(2)
    expect(buttons[0]).toBe(buttons[1])
  })

  test('is no question when another platform asks', async () => {
    expect(await openShop({ asking: 'elsewhere' }).shown()).toContain('class="chip"')
  })

  test('is a question again when the shop asks for more', async () => {
    const { send, jar } = openShop()
    await send({ ...both, choice: 'none' })
    const later = openShop({ purposes: ['behavioural', 'measurement', 'training'] })
    for (const [name, value] of jar) later.jar.set(name, value)
    const page = await later.shown()
    expect(page).toContain('learn from your visit')
    expect(page).not.toContain('put into your basket')
  })

  test('speaks other words when told to, and escapes them', async () => {
    const page = await openShop({
      words: { en: { title: 'Crumbs & <b>', purposes: { measurement: { wish: 'count' } } } },
    }).shown()
    expect(page).toContain('Crumbs &amp; &lt;b&gt;')
    expect(page).toContain('<li>count</li>')
    expect(page).toContain('put into your basket')
  })
})

test.each([
  ['recordDays', { recordDays: 0 }],
  ['privacyPolicy', { privacyPolicy: 'javascript:alert(1)' }],
  ['theme.accent', { theme: { accent: 'red;}</style>' } }],
  ['purposes', { purposes: ['pricing'] as const }],
  ['words.fr', { words: { fr: {} } }],
])('a wrong option is named: %s', (option, options) => {
  expect(() => openShop(options)).toThrow(`consent.service.${option}`)
})

test('a wrong key is named and not shown', async () => {
  const { send, reports, jar } = openShop({ keys: '{"keys":[{"kty":"EC","d":"secret"}]}' })
  const answer = await send({ ...both, choice: 'all' })
  expect(answer.status).toBe(500)
  expect(await answer.text()).toContain('could not be saved')
  expect(String(reports[0])).toContain('consent.service.keys')
  expect(String(reports[0])).not.toContain('secret')
  expect(jar.size).toBe(0)
})
