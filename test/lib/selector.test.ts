import { expect, test } from 'vitest'
import { within } from '../../src/lib/selector.ts'

test.each([
  ['ul.grid', 'li.card', 'ul.grid li.card'],
  ['ul.grid', '> li', 'ul.grid > li'],
  ['ul.a, ol', 'li, div', 'ul.a li, ul.a div, ol li, ol div'],
  ['[title="a, b"]', ':not(.x, .y)', '[title="a, b"] :not(.x, .y)'],
])('%s and inside it %s', (outer, inner, selector) => {
  expect(within(outer, inner)).toBe(selector)
})
