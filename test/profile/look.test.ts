import { expect, test } from 'vitest'
import { isLook } from '../../src/profile/look.ts'

const navigation = {
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
  'sec-fetch-site': 'same-origin',
  'sec-fetch-user': '?1',
}

test('somebody goes to a page', () => {
  expect(looks(navigation)).toBe(true)
})

test.each<[string, Record<string, string>]>([
  ['a link that is fetched in advance', { 'sec-purpose': 'prefetch' }],
  ['a page that is rendered in advance', { 'sec-purpose': 'prefetch;prerender' }],
  ['the same, as Safari says it', { purpose: 'prefetch' }],
  ['the same, as Firefox said it', { 'x-moz': 'prefetch' }],
  ['a preview', { 'x-purpose': 'preview' }],
  ['a script that fetches the page', { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }],
  ['a frame of another page', { 'sec-fetch-dest': 'iframe' }],
])('%s is no look', (_, headers) => {
  expect(looks({ ...navigation, ...headers })).toBe(false)
})

test('what does not say that it is one is none: a program, or a browser of long ago', () => {
  expect(looks({})).toBe(false)
})

test('only a page that is asked for whole is looked at', () => {
  for (const method of ['HEAD', 'OPTIONS']) expect(looks(navigation, method)).toBe(false)
})

function looks(headers: Record<string, string>, method = 'GET'): boolean {
  return isLook(new Request('https://shop.example/product/p1', { method, headers }))
}
