import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSafeLink } from '../../src/catalogue/index.ts'

test.each([
  'https://shop.example/p/1',
  'http://shop.example/p/1?colour=red#size',
  'HTTPS://shop.example/',
  'https://bücher.example/ä',
  '/',
  '/product/1?a=b',
])('%s may be a link', (link) => {
  expect(isSafeLink(link)).toBe(true)
})

test.each([
  ['a script', 'javascript:alert(1)'],
  ['a script in capitals', 'JaVaScRiPt:alert(1)'],
  ['a script behind a tab', 'java\tscript:alert(1)'],
  ['a script behind a space', ' javascript:alert(1)'],
  ['data', 'data:text/html,<script>alert(1)</script>'],
  ['another host', '//evil.example/p'],
  ['another host behind a backslash', '/\\evil.example/p'],
  ['another host behind a tab', '/\t/evil.example/p'],
  ['a scheme without a host', 'https:evil'],
  ['a scheme with one slash', 'https:/evil'],
  ['a scheme with three slashes', 'https:///evil.example'],
  ['a name that objects inherit', 'constructor://x'],
  ['a relative path', 'product/1'],
  ['nothing', ''],
  ['a line break', '/a\nb'],
  ['a lone surrogate', '/\ud800'],
  ['a host that is none', 'https://a b/'],
  ['a port that is none', 'https://shop.example:99999/'],
  ['more than 2,000 characters', `/${'a'.repeat(2000)}`],
])('%s may not be a link', (_, link) => {
  expect(isSafeLink(link)).toBe(false)
})

const nasty = fc.array(
  fc.constantFrom(
    '/',
    '\\',
    ':',
    '\t',
    '\n',
    ' ',
    'javascript',
    'data',
    'https',
    '.',
    'x',
    '@',
    '?',
  ),
  { maxLength: 12 },
)

test('a browser takes every safe link to http or https, and every path to the shop itself', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        nasty.map((parts) => parts.join('')),
      ),
      (link) => {
        fc.pre(isSafeLink(link))
        const url = new URL(link, 'https://shop.example/a/b')
        expect(url.protocol).toMatch(/^https?:$/)
        if (link.startsWith('/')) expect(url.origin).toBe('https://shop.example')
      },
    ),
    { numRuns: 2000 },
  )
})
