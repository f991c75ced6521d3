import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isShareable, pageKey } from '../../src/cache/key.ts'
import { headerLines } from '../../src/lib/header-lines.ts'

const request = (init: RequestInit = {}) => new Request('https://origin.example/', init)

test('only a GET that carries nothing of anybody can be shared', () => {
  expect(isShareable(request())).toBe(true)
  expect(isShareable(request({ method: 'HEAD' }))).toBe(false)
  expect(isShareable(request({ method: 'POST', body: 'x' }))).toBe(false)
  for (const name of ['cookie', 'authorization', 'range', 'if-none-match', 'upgrade']) {
    expect(isShareable(request({ headers: { [name]: 'x' } })), name).toBe(false)
  }
})

test('two redacted requests have one key only if the origin cannot tell them apart', () => {
  const asked = fc.record({
    site: fc.constantFrom('https://shop.example', 'https://laden.example'),
    path: fc.constantFrom('/', '/a', '/a/', '/a%0A', '/a:b'),
    query: fc.constantFrom('', '?a=1', '?a=1%0Aaccept:x', '?'),
    headers: fc.dictionary(
      fc.constantFrom('accept', 'accept-language', 'sec-gpc', 'user-agent'),
      fc.constantFrom('1', 'a:1', 'a, b'),
      { maxKeys: 2 },
    ),
  })
  fc.assert(
    fc.property(asked, asked, (a, b) => {
      const [first, second] = [a, b].map(({ site, path, query, headers }) => {
        const { url, headers: sent } = new Request(`https://origin.example${path}${query}`, {
          headers,
        })
        return {
          seen: JSON.stringify([site, url, [...sent]]),
          key: pageKey(site, url, headerLines(sent)),
        }
      })
      expect(first?.key === second?.key).toBe(first?.seen === second?.seen)
    }),
    { numRuns: 500 },
  )
})
