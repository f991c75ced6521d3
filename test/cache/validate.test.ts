import { expect, test } from 'vitest'
import { conditional, freshenedHeaders } from '../../src/cache/validate.ts'

const asked = new Request('https://origin.example/', { headers: { accept: '*/*' } })

test("the origin's own validators are asked about, and nothing else is added", () => {
  const held = new Headers({ etag: 'W/"1"', 'last-modified': 'Sat, 01 Nov 2025 00:00:00 GMT' })
  expect([...conditional(asked, held).headers]).toEqual([
    ['accept', '*/*'],
    ['if-modified-since', 'Sat, 01 Nov 2025 00:00:00 GMT'],
    ['if-none-match', 'W/"1"'],
  ])
  expect([...conditional(asked, new Headers()).headers]).toEqual([['accept', '*/*']])
})

test('a 304 renews headers, not those of the body it does not have', () => {
  const held = new Headers({ etag: '"1"', 'content-type': 'text/html', vary: 'accept', x: 'old' })
  const told = new Headers({ etag: 'W/"1"', 'content-type': 'text/plain', x: 'new', date: 'now' })
  expect([...(freshenedHeaders(held, told) ?? [])]).toEqual([
    ['content-type', 'text/html'],
    ['date', 'now'],
    ['etag', 'W/"1"'],
    ['vary', 'accept'],
    ['x', 'new'],
  ])
})

test('a 304 for another version renews nothing', () => {
  const other = new Headers({ etag: '"2"' })
  expect(freshenedHeaders(new Headers({ etag: '"1"' }), other)).toBeUndefined()
  expect(freshenedHeaders(new Headers(), other)).toBeUndefined()
  expect(freshenedHeaders(new Headers({ etag: '"1"' }), new Headers())).toBeDefined()
})
