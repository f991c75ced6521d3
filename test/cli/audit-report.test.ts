import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { chromium } from 'playwright-core'
import { expect, test } from 'vitest'
import { audit, holdGate, reportPage } from '../../src/fairness/index.ts'
import { createRandom } from '../../src/training/random.ts'
import { fairShop, itemCount, sellers } from '../fairness/shop.ts'

const executablePath = '/usr/bin/chromium'
const isThere = existsSync(executablePath)
const title = isThere ? '' : ` (skipped: ${executablePath} is not there)`

test.skipIf(!isThere)(
  `the report is whole and readable in a browser, light and dark${title}`,
  async () => {
    const draws = { random: createRandom(1).next, times: 100 }
    const prices = Array.from({ length: 900 }, (_, at) => {
      const group = at % 2 === 0 ? 'north' : 'south'
      return { item: `${at % 45}`, context: `${Math.floor(at / 90)}`, group, price: 1 + (at % 7) }
    })
    const result = audit({
      showings: fairShop(600),
      items: itemCount,
      itemGroups: new Map([['seller', sellers]]),
      declared: new Set(['seller']),
      shopperGroups: ['region'],
      isOffer: (row) => row < 10,
      prices: new Map([['region', prices]]),
      flip: { compared: 9, changed: [{ flip: 'country', item: 'tea' }] },
      draws,
    })
    const facts = { id: 'tea-shop', today: '2026-11-30', command: 'limen audit' }
    const page = reportPage(result, holdGate(result), facts)
    const axe = await readFile('node_modules/axe-core/axe.min.js', 'utf8')

    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
    try {
      for (const colorScheme of ['light', 'dark'] as const) {
        for (const width of [1000, 360]) {
          const tab = await browser.newPage({ colorScheme, viewport: { width, height: 900 } })
          const asked: string[] = []
          tab.on('request', (request) => asked.push(request.url()))
          await tab.setContent(page)
          await tab.evaluate(
            'document.querySelectorAll("details").forEach((one) => { one.open = true })',
          )
          expect(await tab.evaluate('document.documentElement.scrollWidth')).toBe(width)
          await tab.evaluate(axe)
          expect(
            await tab.evaluate(
              'axe.run().then(({ violations }) => violations.map(({ id }) => id))',
            ),
          ).toEqual([])
          expect(asked).toEqual([])
          await tab.close()
        }
      }
    } finally {
      await browser.close()
    }
  },
)
