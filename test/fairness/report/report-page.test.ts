import { describe, expect, test } from 'vitest'
import { audit, holdGate, reportPage } from '../../../src/fairness/index.ts'
import { createRandom } from '../../../src/training/random.ts'
import { fairShop, itemCount, sellers } from '../shop.ts'

function page(name = 'small', shoppers = 900) {
  const result = audit({
    showings: fairShop(shoppers),
    items: itemCount,
    itemGroups: new Map([
      ['seller', sellers.map((seller) => (seller === 'small' ? name : seller))],
    ]),
    declared: new Set(['seller']),
    shopperGroups: ['region'],
    privileged: new Map([['region', 'north']]),
    flip: { compared: 10, changed: [] },
    draws: { random: createRandom(1).next, times: 50 },
  })
  const facts = { id: 'tea-shop-2026-11-01', today: '2026-11-30', command: 'limen audit' }
  return reportPage(result, holdGate(result), facts)
}

describe('the report', () => {
  test('says the verdict, the numbers and what made them', () => {
    const text = page()
    expect(text).toContain('<title>Fairness of tea-shop-2026-11-01</title>')
    expect(text).toContain('The gate is open')
    expect(text).toContain('limen audit')
    expect(text).toMatch(
      /Disparate impact against <strong>north<\/strong>.*: south (0|1)\.\d\d \[/s,
    )
    expect(text).toMatch(/<dt>Rankings<\/dt><dd>900<\/dd>/)
    expect(page('small', 90)).toMatch(/The gate is closed: \d+ checks failed, [1-9]\d* have not/)
  })

  test('needs nothing else: no script, no style sheet, no address', () => {
    expect(page()).not.toMatch(/<script|<link|src=|href=|https?:|@import|url\(/)
  })

  test('draws a chart with a name for each question, inside its frame', () => {
    const text = page()
    expect(text.match(/<svg [^>]*role="img" aria-label="[^"]+"/g)?.length).toBeGreaterThan(2)
    expect(text).not.toMatch(/NaN|Infinity|undefined|\[object/)
    for (const [, x] of text.matchAll(/ (?:cx|x1|x2)="(-?[\d.]+)"/g)) {
      expect(Number(x)).toBeGreaterThanOrEqual(0)
      expect(Number(x)).toBeLessThanOrEqual(720)
    }
  })

  test('shows a group’s name as text, whatever it holds', () => {
    const text = page('<img onerror=1> & "co"')
    expect(text).not.toContain('<img')
    expect(text).toContain('&lt;img onerror=1&gt; &amp; &quot;co&quot;')
  })

  test('names no shopper', () => {
    expect(page()).not.toContain('shopper 1')
  })
})
