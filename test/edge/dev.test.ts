import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generateKeys, mintPreview } from '../../src/consent/index.ts'
import { createTestEdge, type TestEdge } from '../../src/testing/index.ts'

const config = 'test/dev/dev-shop.config.ts'
const page = '<!doctype html><title>shop</title><section class="also"><p>plain</p></section>'
const received: object[] = []

const { privateJwk, publicJwk } = await generateKeys()
const keys = { CONSENT_JWKS: JSON.stringify({ keys: [publicJwk] }) }

let edge: TestEdge
let browser: Browser

beforeAll(async () => {
  edge = await createTestEdge({
    config,
    origin: shop,
    development: true,
    env: { ...keys, LIMEN_DEVELOPMENT: 'on', LIMEN_DEV_KEY: JSON.stringify(privateJwk) },
  })
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
})

afterAll(async () => {
  await browser?.close()
  await edge?.dispose()
})

describe('a developer', () => {
  test('gives consent, goes shopping, and sees what was made of it', async () => {
    const tab = await openRoom()
    await tab.getByRole('button', { name: 'all', exact: true }).click()
    await tab.getByRole('button', { name: 'desktop' }).click() // headless, it counts as a crawler
    expect(await pressed(tab)).toEqual(['all', 'as the browser', 'own', 'desktop'])

    await goToProduct(tab)
    expect(new URL(tab.url()).pathname).toBe('/product/p0')
    expect(await tab.locator('section.also a').count()).toBe(3)

    await tab.goto(room())
    expect(await decision(tab, 'behavioural')).toBe('granted')
    expect(await decision(tab, 'advertising')).toBe('granted')
    expect(await tab.getByText('the shop’s own account').count()).toBe(1)
    expect(await fate(tab, '__Host-limen-consent')).toBe('stayed here')
    expect(await fate(tab, 'user-agent')).toBe('reduced')
    expect(JSON.stringify(received)).toContain('/product/p0')
    expect(JSON.stringify(received)).not.toMatch(/limen-(dev|consent)/)
  })

  test('turns Global Privacy Control on, and sees the opt-out', async () => {
    const tab = await openRoom()
    await tab.getByRole('button', { name: 'all', exact: true }).click()
    await tab.getByRole('button', { name: 'on', exact: true }).click()
    expect(await pressed(tab)).toEqual(['all', 'on', 'own', 'own'])

    await goToProduct(tab)
    await tab.goto(room())
    expect(await decision(tab, 'advertising')).toBe('signal-opt-out')
    expect(await decision(tab, 'behavioural')).toBe('granted')
    expect(await fate(tab, 'sec-gpc')).toBe('crossed')
  })

  test('has a room that needs no script and loads nothing from elsewhere', async () => {
    const complaints: string[] = []
    const tab = await openRoom((text) => complaints.push(text))
    await tab.setViewportSize({ width: 390, height: 844 })
    const width = await tab.evaluate('document.documentElement.scrollWidth')
    expect(width).toBe(390)
    expect(complaints).toEqual([])
  })
})

test('deployed, the room is not there; a preview token shows decisions, and none does not', async () => {
  const deployed = await createTestEdge({ config, origin: shop, env: keys })
  try {
    expect((await deployed.fetch('/.limen/dev')).status).toBe(404)
    const options = { issuer: 'https://shop.example', audience: 'shop.example' }
    const token = await mintPreview(options, privateJwk, new Date())
    const headers = { 'user-agent': 'Mozilla/5.0 (X11) Firefox/140.0', 'limen-preview': token }
    const shown = await deployed.fetch('/product/p3', { headers })
    expect(shown.headers.get('limen-decision')).toMatch(/^personal/)
    expect(shown.headers.get('cache-control')).toBe('private, no-store')
    const { headers: plain } = await deployed.fetch('/product/p3')
    expect(plain.has('limen-decision') || plain.has('server-timing')).toBe(false)
  } finally {
    await deployed.dispose()
  }
})

function shop({ method, url, headers }: Request): Response {
  if (new URL(url).pathname === '/_received') return Response.json(received)
  received.push({ time: new Date().toISOString(), method, url, headers: [...headers] })
  return new Response(page, { headers: { 'content-type': 'text/html' } })
}

function room(): string {
  return new URL('/.limen/dev', edge.url).href.replace('127.0.0.1', 'localhost')
}

/** A fresh browser profile, in the room. */
async function openRoom(complain: (text: string) => void = () => undefined): Promise<Page> {
  const context = await browser.newContext()
  const tab = await context.newPage()
  tab.on('console', (message) => complain(message.text()))
  await tab.goto(room())
  return tab
}

function goToProduct(tab: Page): Promise<void> {
  return tab.getByRole('navigation').getByRole('link', { name: 'product' }).click()
}

function decision(tab: Page, purpose: string): Promise<string | null> {
  return tab.locator(`[data-purpose="${purpose}"] b`).textContent()
}

/** What the room says became of a header or cookie. */
function fate(tab: Page, name: string): Promise<string | null> {
  return tab.locator('.crossings tr', { hasText: name }).locator('small').first().textContent()
}

function pressed(tab: Page): Promise<string[]> {
  return tab.locator('button[aria-pressed="true"]').allTextContents()
}
