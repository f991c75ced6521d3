import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const slots = ['picked-for-you', 'popular-here', 'also-like'] as const

let started: ChildProcess
let address: string
let browser: Browser

beforeAll(async () => {
  const keys = join(mkdtempSync(join(tmpdir(), 'limen-dev-')), 'keys.json')
  const args = ['src/cli/main.ts', 'dev', '--port', '0', '--keys', keys]
  started = spawn('node_modules/.bin/node', args, { stdio: ['ignore', 'pipe', 'inherit'] })
  address = await saidAddress(started)
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
}, 60_000)

afterAll(async () => {
  await browser?.close()
  started?.kill('SIGTERM')
})

describe('what a shopper sees after one command', () => {
  test.each([
    ['home', '', 'picked-for-you'],
    ['category', 'category/cards', 'popular-here'],
    ['product', 'product/22423', 'also-like'],
  ])('%s has real products in its slot, chosen by the model in workerd', async (_, path, slot) => {
    const page = await browser.newPage()
    const answer = await page.goto(address + path)
    expect(answer?.headers()['limen-decision']).toMatch(/personal; ranking=model; engine=\w+/)

    const cards = await cardsIn(page, slot)
    expect(cards.length).toBeGreaterThanOrEqual(6)
    for (const { title, price, href } of cards) {
      expect(title).toMatch(/\w{3}/)
      expect(price).toMatch(/^£\d+\.\d\d$/)
      expect(href).toMatch(/^\/product\/\w+$/)
    }
    const widths = await page.evaluate<number[]>(
      `[...document.querySelectorAll('[data-limen="${slot}"] img')].map((image) => image.width)`,
    )
    expect(widths.length).toBe(cards.length)
    expect(Math.min(...widths)).toBeGreaterThan(0)
    await page.close()
  })

  test('another product page has other products, and never its own', async () => {
    const page = await browser.newPage()
    const shown = []
    for (const id of ['22423', '85123A', '20725']) {
      await page.goto(`${address}product/${id}`)
      const ids = (await cardsIn(page, 'also-like')).map(({ href }) => href.split('/')[2])
      expect(ids).not.toContain(id)
      expect(new Set(ids).size).toBe(ids.length)
      shown.push(ids.join())
    }
    expect(new Set(shown).size).toBe(3)
    await page.close()
  })

  test('a card leads to its product', async () => {
    const page = await browser.newPage()
    await page.goto(`${address}product/22423`)
    const [first] = await cardsIn(page, 'also-like')
    await page.click('[data-limen="also-like"] .limen-cards a')
    expect(new URL(page.url()).pathname).toBe(first?.href)
    expect(await page.textContent('h1')).toBe(first?.title)
    await page.close()
  })

  test('buying works through Limen: cart, checkout, account', async () => {
    const page = await browser.newPage()
    await page.goto(`${address}product/22423`)
    await page.click('form[action="/cart/add"] button')
    expect(new URL(page.url()).pathname).toBe('/cart')
    expect(await page.textContent('main')).toContain('Regency')
    await page.goto(`${address}checkout`)
    await page.fill('[name="name"]', 'Jane Shopper')
    await page.fill('[name="email"]', 'jane@example.com')
    await page.fill('[name="address"]', '1 High Street')
    await page.click('form[action="/checkout"] button')
    expect(new URL(page.url()).pathname).toBe('/checkout/thanks')
    await page.close()
  })

  test('keeps nothing in the browser before a choice: no cookie, no storage', async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    for (const path of ['', 'category/cards', 'product/22423']) await page.goto(address + path)
    expect(await context.cookies()).toEqual([])
    expect(await page.evaluate('localStorage.length + sessionStorage.length')).toBe(0)
    await context.close()
  })

  test.each(['Accept all', 'Refuse all'])(
    'asks, and “%s” is kept from page to page',
    async (choice) => {
      const context = await browser.newContext()
      const page = await context.newPage()
      await page.goto(`${address}product/22423`)
      await page.getByRole('button', { name: choice }).click()
      await page.getByRole('link', { name: 'Privacy choices' }).waitFor()
      await page.goto(`${address}product/85123A`)
      expect(await page.getByRole('button', { name: choice }).count()).toBe(0)
      const names = (await context.cookies()).map(({ name }) => name).sort()
      const profile = choice === 'Accept all' ? ['__Host-limen-profile'] : []
      expect(names).toEqual(['__Host-limen-consent', ...profile])
      await context.close()
    },
  )

  test('each slot has its place in exactly one kind of page', async () => {
    const page = await browser.newPage()
    const found = []
    for (const path of ['', 'category/cards', 'product/22423']) {
      await page.goto(address + path)
      for (const slot of slots) {
        if ((await page.locator(`[data-limen="${slot}"]`).count()) === 1) found.push(slot)
      }
    }
    expect(found).toEqual(slots)
    await page.close()
  })
})

async function cardsIn(page: Page, slot: string) {
  const cards = await page.locator(`[data-limen="${slot}"] .limen-cards > li`).all()
  return Promise.all(
    cards.map(async (card) => ({
      title: (await card.locator('.limen-title').textContent()) ?? '',
      price: (await card.locator('.limen-price').textContent()) ?? '',
      href: (await card.locator('a').getAttribute('href')) ?? '',
    })),
  )
}

function saidAddress({ stdout }: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    stdout?.on('data', (chunk) => {
      said += chunk
      const address = /through Limen\s+(http\S+)/.exec(said)?.[1]
      if (address) resolve(address)
    })
    stdout?.on('end', () => reject(new Error(`it did not start:\n${said}`)))
  })
}
