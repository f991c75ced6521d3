import { readFileSync } from 'node:fs'
import { decodeJwt } from 'jose'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { consentCookie } from '../../src/consent/index.ts'
import { jurisdictionIds, placeOf, placesOf } from '../../src/policy/index.ts'
import { profileCookie } from '../../src/profile/index.ts'
import { createTestEdge, type TestEdge } from '../../src/testing/index.ts'
import { askingPage } from './support/asking-pages.ts'

const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8')

const shops = ['shop', 'notice', 'file'] as const
const edges = new Map<string, TestEdge>()
const received: Request[] = []

let browser: Browser
let shop: string

beforeAll(async () => {
  for (const name of shops) {
    const config = `test/edge/support/asking-${name}.config.ts`
    edges.set(name, await createTestEdge({ config, origin }))
  }
  shop = addressOf('shop')
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
})

afterAll(async () => {
  await browser?.close()
  for (const edge of edges.values()) await edge.dispose()
})

describe.each([
  ['without a script', false],
  ['with a script', true],
])('a shopper %s', (_, javaScriptEnabled) => {
  const visit = (options: Visit = {}) => open({ ...options, javaScriptEnabled })

  test('accepts in one step, on the page they are on', async () => {
    const page = await visit({ path: 'product/p1?size=m' })
    expect(await page.context().cookies()).toEqual([])
    await press(page, 'Accept all')
    await expectChip(page)
    expect(page.url()).toBe(`${shop}product/p1?size=m`)
    await expect.poll(() => states(page), soon).toEqual({ beh: 'g', msr: 'g', ads: 'g' })
    const cookie = (await page.context().cookies()).find(({ name }) => name === consentCookie)
    expect(cookie).toMatchObject({ httpOnly: true, secure: true, path: '/', sameSite: 'Lax' })
  })

  test('refuses in one step, and is not asked again', async () => {
    const page = await visit()
    await press(page, 'Refuse all')
    await expectChip(page)
    await expect.poll(() => states(page), soon).toEqual({ beh: 'd', msr: 'd', ads: 'd' })
    await page.goto(`${shop}product/p2`)
    await expectChip(page)
  })

  test('chooses for each purpose, changes it, and withdraws', async () => {
    const page = await visit({ path: 'product/p1' })
    await page.getByRole('link', { name: 'Choose for yourself' }).click()
    await page.getByRole('switch', { name: 'Counting what works' }).check()
    await press(page, 'Save my choices')
    await expectChip(page)
    expect(page.url()).toBe(`${shop}product/p1`)
    await expect.poll(() => states(page), soon).toEqual({ ctx: 'g', beh: 'd', msr: 'g', ads: 'd' })
    const first = await claims(page)

    await page.getByRole('link', { name: 'Privacy choices' }).click()
    expect(await page.getByRole('switch', { name: 'Counting what works' }).isChecked()).toBe(true)
    expect(await page.getByRole('switch', { name: 'fit you' }).isChecked()).toBe(false)
    await page.getByRole('switch', { name: 'fit you' }).check()
    await press(page, 'Save my choices')
    await expectChip(page)
    await expect.poll(() => states(page), soon).toEqual({ ctx: 'g', beh: 'g', msr: 'g', ads: 'd' })
    expect((await claims(page)).sub).toBe(first.sub)

    await page.getByRole('link', { name: 'Privacy choices' }).click()
    await press(page, 'Withdraw all')
    await expectChip(page)
    await expect.poll(() => states(page), soon).toEqual({ ctx: 'g', beh: 'w', msr: 'w', ads: 'd' })
    expect((await claims(page)).sub).not.toBe(first.sub)
  })

  test('answers a question beside a slot', async () => {
    const page = await visit({ path: 'product/p5' })
    const beside = page.getByRole('region', { name: 'May we suggest products' })
    await beside.getByRole('button', { name: 'Yes' }).click()
    await beside.waitFor({ state: 'hidden' })
    await expect.poll(() => states(page), soon).toEqual({ beh: 'g' })
    await page.reload()
    expect(await beside.count()).toBe(0)
    // What nobody asked about there is still open.
    await page.getByRole('button', { name: 'Accept all' }).waitFor()
  })

  test('with a signal is asked before advertising is an exception to it', async () => {
    const page = await visit({ place: 'US-CA', gpc: true })
    await press(page, 'Accept all')
    await expectChip(page, 'Opt-out signal honoured')
    await expect.poll(() => states(page), soon).toEqual({ beh: 'g', msr: 'g' })

    await page.getByRole('link', { name: 'Privacy choices' }).click()
    await page.getByRole('switch', { name: 'Advertising' }).check()
    await press(page, 'Save my choices')
    await page.getByRole('heading', { name: 'Your browser says something else' }).waitFor()
    await expect.poll(() => states(page), soon).toMatchObject({ ads: 'd' })
    await press(page, 'Make an exception here')
    await expectChip(page)
    await expect.poll(() => states(page), soon).toMatchObject({ ads: 'g' })
    expect(await claims(page)).toMatchObject({ gpc: 1, gpo: { p: ['ads'] } })
    expect(await page.getByText('Opt-out signal honoured').count()).toBe(0)
  })

  test('in a shop that tells nobody where it links from gets an answer all the same', async () => {
    const page = await visit({ path: 'page/quiet' })
    await press(page, 'Refuse all')
    if (!javaScriptEnabled) await page.getByText('Your choices are saved').waitFor()
    else await expectChip(page)
    await expect.poll(() => states(page), soon).toEqual({ beh: 'd', msr: 'd', ads: 'd' })
  })

  test('reads German in a German page', async () => {
    const page = await visit({ language: 'de' })
    await page.getByRole('link', { name: 'Einzeln auswählen' }).click()
    await page.getByRole('heading', { name: 'Datenschutz-Einstellungen' }).waitFor()
    await press(page, 'Alle ablehnen')
    await page.getByRole('link', { name: 'Datenschutz-Einstellungen' }).waitFor()
    expect((await claims(page)).lang).toBe('de')
  })

  test('walks from question to choice with the keyboard alone', async () => {
    const page = await visit()
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('Refuse all')
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('Accept all')
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('Choose for yourself')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Privacy choices' }).waitFor()

    const seen: string[] = []
    while (!seen.includes('Save my choices') && seen.length < 20) {
      await page.keyboard.press('Tab')
      const name = await focused(page)
      seen.push(name)
      if (name === 'behavioural') await page.keyboard.press('Space')
    }
    expect(seen).toEqual(
      expect.arrayContaining(['contextual', 'behavioural', 'measurement', 'advertising']),
    )
    await page.keyboard.press('Enter')
    await expectChip(page)
    await expect.poll(() => states(page), soon).toMatchObject({ beh: 'g', msr: 'd' })
  })
})

/** With a script a choice is sent while the page stands, and is there a little later. */
const soon = { timeout: 10_000 }

describe('a page with a notice', () => {
  test.each([
    ['the banner', 'light', {}],
    ['the banner', 'dark', {}],
    ['the banner of a notice', 'light', { place: 'US-TX', at: 'notice' }],
    ['a question beside a slot', 'dark', { path: 'product/p5' }],
  ] as const)('breaks no rule of accessibility with %s, %s', async (_, colorScheme, options) => {
    const page = await open({ ...options, colorScheme })
    expect(await violations(page)).toEqual([])
    await press(page, /Refuse all|No/)
    await page.getByRole('link', { name: 'Privacy choices' }).first().waitFor()
    expect(await violations(page)).toEqual([])
  })

  test.each(['light', 'dark'] as const)(
    'nor with the centre, as a page or a dialog, %s',
    async (colorScheme) => {
      for (const isPage of [true, false]) {
        const page = await open({ colorScheme, gpc: true })
        if (isPage) await page.goto(`${shop}.limen/consent`)
        else await page.getByRole('link', { name: 'Choose for yourself' }).click()
        await page.getByRole('heading', { name: 'Privacy choices' }).waitFor()
        expect(await violations(page)).toEqual([])
        await page.getByRole('switch', { name: 'Advertising' }).check()
        await press(page, 'Save my choices')
        await page.getByRole('button', { name: 'Make an exception here' }).waitFor()
        expect(await violations(page)).toEqual([])
      }
    },
  )

  test('moves nothing, from the first paint to the last choice', async () => {
    for (const viewport of [
      { width: 1280, height: 800 },
      { width: 390, height: 844 },
    ]) {
      const page = await open({ viewport, observe: true })
      await page.waitForTimeout(300)
      await press(page, 'Accept all')
      await expectChip(page)
      await page.waitForTimeout(300)
      expect(await page.evaluate('globalThis.shifts')).toEqual([])
    }
  })

  test('takes nothing of the shop’s style, and gives it none', async () => {
    const [kind, rude] = [await open(), await open({ path: 'page/rude' })]
    for (const select of ['.bar', '.bar h2', '.bar button', '.bar a']) {
      const [one, other] = await Promise.all([kind, rude].map((page) => look(page, select)))
      expect(other, select).toEqual(one)
    }
    const heading = 'getComputedStyle(document.querySelector("h1")).fontSize'
    const [own] = await Promise.all([kind].map((page) => page.evaluate(heading)))
    expect(own).toBe('32px')
    await press(rude, 'Accept all')
    await expectChip(rude)
  })

  test('leaves what has the focus in sight', async () => {
    const page = await open({ viewport: { width: 390, height: 600 } })
    await page.evaluate('document.querySelector("#first").focus()')
    await page.evaluate('scrollTo(0, 0); document.querySelector("#last").scrollIntoView(false)')
    await page.evaluate('document.body.style.paddingBottom = "900px"')
    await page.evaluate('document.querySelector("#last").focus({ preventScroll: true })')
    const gap = await page.evaluate(`document.querySelector('limen-consent').shadowRoot
      .querySelector('.bar').getBoundingClientRect().top -
      document.querySelector('#last').getBoundingClientRect().bottom`)
    expect(gap).toBeGreaterThanOrEqual(0)
  })

  test('does not move what is clicked from under the mouse', async () => {
    const page = await open()
    await page.evaluate(`document.body.insertAdjacentHTML('beforeend',
      '<button id=big style="position:absolute;left:0;top:100px;width:300px;height:650px">Big</button>')
      globalThis.clicks = 0
      big.addEventListener('click', () => clicks++)`)
    await page.waitForLoadState('networkidle')
    await page.locator('#big').click({ position: { x: 20, y: 20 } })
    expect(await page.evaluate('[clicks, scrollY]')).toEqual([1, 0])
  })

  test('works under a strict policy, with its style in a file', async () => {
    const complaints: string[] = []
    const page = await open({ path: 'page/strict', at: 'file' }, complaints)
    const own = await look(page, '.bar')
    expect(own).toMatchObject({ position: 'fixed', visibility: 'visible' })
    await press(page, 'Accept all')
    await expectChip(page)
    // The page's own inline style is forbidden; nothing of ours is.
    expect(complaints.filter((text) => /limen|notice/.test(text))).toEqual([])
  })

  test('shows nothing unstyled where a policy forbids its style', async () => {
    const page = await open({ path: 'page/strict' })
    expect(await page.locator('limen-consent h2').isVisible()).toBe(false)
  })

  test('keeps nothing in the browser but the choice', async () => {
    const page = await open()
    await press(page, 'Accept all')
    await expectChip(page)
    expect(await page.evaluate('localStorage.length + sessionStorage.length')).toBe(0)
    expect(await page.evaluate('document.cookie')).toBe('')
    expect(await page.context().cookies()).toHaveLength(1)
  })

  test('loads nothing from anywhere else', async () => {
    const asked: string[] = []
    const page = await open({ onRequest: (url) => asked.push(url) })
    await page.getByRole('link', { name: 'Choose for yourself' }).click()
    await page.getByRole('heading', { name: 'Privacy choices' }).waitFor()
    await press(page, 'Refuse all')
    await expectChip(page)
    expect(asked.length).toBeGreaterThan(2)
    expect(asked.filter((url) => !url.startsWith(shop))).toEqual([])
  })

  test('tells the shop’s own scripts what was chosen', async () => {
    const page = await open()
    await page.evaluate(
      'document.addEventListener("limen:consent", ({ detail }) => { globalThis.told = detail })',
    )
    await press(page, 'Accept all')
    await expectChip(page)
    expect(await page.evaluate('globalThis.told')).toMatchObject({ behavioural: true })
  })

  test('keeps the choice for the next page when the network fails in between', async () => {
    const page = await open()
    await page.route('**/.limen/consent', (route) => route.abort(), { times: 1 })
    await press(page, 'Refuse all')
    await expectChip(page)
    await expect.poll(() => states(page), soon).toMatchObject({ beh: 'd' })
  })

  test('escape closes the centre and leaves everything open', async () => {
    const page = await open()
    await page.getByRole('link', { name: 'Choose for yourself' }).click()
    await page.getByRole('heading', { name: 'Privacy choices' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Accept all' }).waitFor()
    expect(await focused(page)).toBe('Choose for yourself')
    expect(await page.context().cookies()).toEqual([])
  })

  test.each(['Accept all', 'Refuse all'])(
    'gives a receipt to take away after %s',
    async (choice) => {
      const page = await open()
      await press(page, choice)
      await expectChip(page)
      await page.getByRole('link', { name: 'Privacy choices' }).click()
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: 'Download your receipt' }).click(),
      ])
      const receipt = JSON.parse(readFileSync(await download.path(), 'utf8'))
      expect(JSON.stringify(receipt)).toContain((await claims(page)).rec)
    },
  )

  test.each(jurisdictionIds.map((id) => [id, placesOf[id].split(' ')[0] || 'ZZ']))(
    'with nothing chosen keeps nothing in %s, and tells nobody apart (%s)',
    async (_, place) => {
      const asked = received.length
      const one = await open({ place, path: 'product/p5' })
      const markup = await one.content()
      await one.getByRole('button', { name: 'Accept all' }).waitFor()
      await one.goto(`${shop}.limen/consent`)
      await one.goto(`${shop}product/p2`)
      expect(await one.context().cookies()).toEqual([])
      expect(await one.evaluate('localStorage.length + sessionStorage.length')).toBe(0)

      const other = await open({ place, path: 'product/p5' })
      expect(await other.content()).toBe(markup)
      expect(markup).toContain('"analytics_storage":"denied"')
      for (const { headers } of received.slice(asked)) expect(headers.has('cookie')).toBe(false)
    },
  )

  test('after a withdrawal the cookie of before it brings nothing back', async () => {
    const page = await open({ path: 'product/p5' })
    await press(page, 'Accept all')
    await expectChip(page)
    await page.reload()
    expect(await page.locator('.yours .limen-cards a').count()).toBe(3)
    expect(await page.content()).toContain('"analytics_storage":"granted"')
    const [old, profile] = await cookiesOf(page, consentCookie, profileCookie)
    expect(profile).toBeDefined()

    await page.getByRole('link', { name: 'Privacy choices' }).click()
    await page.getByRole('heading', { name: 'Privacy choices' }).waitFor()
    await press(page, 'Withdraw all')
    // The chip of before is still there, so it cannot tell that the answer has come.
    await expect.poll(() => cookiesOf(page, profileCookie), soon).toEqual([undefined])
    await expectChip(page)
    await page.reload()
    expect(await page.locator('.yours').textContent()).toBe('plain yours')

    const cookie = `${consentCookie}=${old}; ${profileCookie}=${profile}`
    const replay = () => edges.get('shop')?.fetch('/product/p5', { headers: { cookie } })
    const shown = async () => (await (await replay())?.text()) ?? ''
    await expect.poll(shown, { timeout: 10_000 }).toContain('plain yours')
    expect(await shown()).toContain('"personalization_storage":"denied"')
    expect((await replay())?.headers.getSetCookie().join()).not.toMatch(/limen-profile=[^;]/)
  })

  test('a choice is in force on pages that are kept for everybody', async () => {
    const [said, silent] = [await open({ path: 'product/p1' }), await open({ path: 'product/p1' })]
    await press(said, 'Accept all')
    await expectChip(said)
    for (let round = 0; round < 3; round++) {
      await Promise.all([said.reload(), silent.reload()])
      expect(await said.locator('.chip').count()).toBe(1)
      expect(await silent.getByRole('button', { name: 'Accept all' }).count()).toBe(1)
      expect(await silent.context().cookies()).toEqual([])
    }
  })

  test('where a notice is enough, it comes with a choice that nobody confirmed', async () => {
    const page = await open({ place: 'US-TX', at: 'notice' })
    await page.getByRole('heading', { name: 'How we use your visit' }).waitFor()
    expect(await claims(page)).toMatchObject({ mech: 'default', cfm: false })
    await press(page, 'Refuse all')
    await expectChip(page)
    await expect.poll(() => states(page), soon).toEqual({ beh: 'w', msr: 'w', ads: 'w' })
  })
})

interface Visit extends BrowserContextOptions {
  readonly path?: string
  readonly place?: string
  readonly gpc?: boolean
  readonly language?: string
  readonly at?: (typeof shops)[number]
  readonly observe?: boolean
  readonly onRequest?: (url: string) => void
}

function origin(request: Request): Response {
  received.push(request)
  return askingPage(request)
}

// Browsers take a Secure cookie from http://localhost too: it is trustworthy by its host.
function addressOf(at: string): string {
  return edges.get(at)?.url.href.replace('127.0.0.1', 'localhost') ?? ''
}

/** What the platform knows of a request, as miniflare is told. */
function platformOf(code: string): string {
  const { country, region: regionCode, isEu } = placeOf(code)
  return JSON.stringify({ country, regionCode, ...(isEu && { isEUCountry: '1' }) })
}

/** A page of the shop in a browser profile of its own. */
async function open(
  {
    path = '',
    place = 'EU-DE',
    gpc,
    language = 'en',
    at = 'shop',
    observe,
    onRequest,
    ...rest
  }: Visit = {},
  complaints: string[] = [],
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    extraHTTPHeaders: {
      'mf-cf-blob': platformOf(place),
      'accept-language': language,
      ...(gpc && { 'sec-gpc': '1' }),
    },
    ...rest,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  page.on('console', (message) => complaints.push(message.text()))
  if (onRequest) page.on('request', (request) => onRequest(request.url()))
  if (observe) {
    await page.addInitScript(`globalThis.shifts = []
new PerformanceObserver((list) => {
  for (const { value } of list.getEntries()) shifts.push(value)
}).observe({ type: 'layout-shift', buffered: true })`)
  }
  await page.goto(addressOf(at) + path)
  return page
}

/** A button of what is on top: an open dialog, or else the page. */
async function press(page: Page, name: string | RegExp): Promise<void> {
  const dialog = page.locator('dialog[open]')
  const top = (await dialog.count()) > 0 ? dialog : page
  await top.getByRole('button', { name, exact: true }).first().click()
}

async function expectChip(page: Page, status = ''): Promise<void> {
  await page.locator('.chip', { hasText: `${status}Privacy choices` }).waitFor()
  expect(await page.locator('.bar').count()).toBe(0)
}

/** Their values, or nothing. */
async function cookiesOf(page: Page, ...names: string[]): Promise<(string | undefined)[]> {
  const cookies = await page.context().cookies()
  return names.map((wanted) => cookies.find(({ name }) => name === wanted)?.value)
}

async function claims(page: Page): Promise<Record<string, unknown>> {
  const [token = ''] = await cookiesOf(page, consentCookie)
  return decodeJwt(token)
}

async function states(page: Page): Promise<Record<string, string>> {
  const { prp = {} } = await claims(page)
  return Object.fromEntries(Object.entries(prp as object).map(([key, { s }]) => [key, s]))
}

/** What has the focus: a purpose, or what is written on it. */
function focused(page: Page): Promise<string> {
  return page.evaluate(`(() => {
    let { activeElement } = document
    while (activeElement?.shadowRoot?.activeElement) activeElement = activeElement.shadowRoot.activeElement
    return activeElement.value && activeElement.type === 'checkbox' ? activeElement.value : activeElement.textContent
  })()`)
}

function look(page: Page, select: string): Promise<Record<string, string>> {
  return page
    .locator(`limen-consent ${select}`)
    .first()
    .evaluate((element) => {
      const names = [
        'color',
        'fontSize',
        'fontFamily',
        'letterSpacing',
        'position',
        'backgroundColor',
        'marginTop',
        'paddingTop',
        'transform',
        'display',
        'visibility',
        'bottom',
        'width',
      ]
      const style = (
        globalThis as never as { getComputedStyle(e: unknown): Record<string, string> }
      ).getComputedStyle(element)
      return Object.fromEntries(names.map((name) => [name, style[name] ?? '']))
    })
}

/** What axe objects to, in a page that forbids scripts of others too. */
async function violations(page: Page): Promise<object[]> {
  await page.evaluate(axe)
  const { violations } = await page.evaluate<{
    violations: { id: string; nodes: { target: unknown; failureSummary: string }[] }[]
  }>('axe.run()')
  return violations.map(({ id, nodes }) => ({
    id,
    at: nodes.map(({ target, failureSummary }) => [target, failureSummary]),
  }))
}
