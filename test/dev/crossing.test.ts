import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compare } from '../../src/dev/crossing.ts'
import type { Message } from '../../src/dev/exchange.ts'

const message = (url: string, headers: [string, string][] = [], body?: string): Message => ({
  method: 'GET',
  url,
  headers,
  body,
})

describe('what was sent beside what was received', () => {
  test('is kept, reduced, added or dropped, in this order', () => {
    const sent = message('https://shop.example/', [
      ['referer', 'https://a.example/'],
      ['user-agent', 'Firefox'],
      ['sec-gpc', '1'],
    ])
    const received = message('https://origin.example/', [
      ['sec-gpc', '1'],
      ['user-agent', 'Limen'],
      ['cf-worker', 'shop.example'],
    ])
    const rows = compare(sent, received).get('headers')
    expect(rows?.map(({ name, fate }) => [name, fate])).toEqual([
      ['sec-gpc', 'kept'],
      ['user-agent', 'reduced'],
      ['cf-worker', 'added'],
      ['referer', 'dropped'],
    ])
  })

  test('has query, cookies and form fields one by one', () => {
    const sent = message(
      'https://shop.example/?page=2&utm_id=x',
      [['cookie', 'cart=c=1; id=7']],
      'a=1',
    )
    const received = message('https://origin.example/?page=2', [['cookie', 'cart=c=1']], 'a=1')
    const crossings = compare(sent, received)
    expect([...crossings.keys()]).toEqual(['query', 'cookies', 'form'])
    expect(crossings.get('cookies')).toEqual([
      { name: 'cart', sent: 'c=1', received: 'c=1', fate: 'kept' },
      { name: 'id', sent: '7', received: undefined, fate: 'dropped' },
    ])
  })

  test('shows a name that came twice with both values', () => {
    const sent = message('https://shop.example/?a=1&a=2')
    const received = message('https://origin.example/?a=1')
    const [row] = compare(sent, received).get('query') ?? []
    expect(row).toEqual({ name: 'a', sent: '1, 2', received: '1', fate: 'reduced' })
  })

  test('is all dropped when the shop received nothing', () => {
    const name = fc.stringMatching(/^[a-z_]{1,12}$/)
    fc.assert(
      fc.property(fc.dictionary(name, fc.string()), (query) => {
        const url = `https://shop.example/?${new URLSearchParams(query)}`
        const rows = compare(message(url), undefined).get('query') ?? []
        expect(rows).toHaveLength(Object.keys(query).length)
        expect(rows.every(({ fate }) => fate === 'dropped')).toBe(true)
      }),
    )
  })
})
