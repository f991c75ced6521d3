import { describe, expect, test } from 'vitest'
import type { Exchange } from '../../src/dev/exchange.ts'
import { askReceived, evidenceOf } from '../../src/dev/received.ts'
import { newTrace } from '../../src/trace.ts'

const origin = new URL('https://origin.example')
const at = (seconds: number) => new Date(Date.UTC(2026, 10, 21, 12, 0, seconds))
const asked = { method: 'GET', url: 'https://origin.example/product/p1?page=2', headers: [] }
const account = (changes: object = {}) => ({
  time: at(1).toISOString(),
  method: 'GET',
  url: 'https://elsewhere.example/product/p1?page=2',
  headers: [['accept', '*/*']] as [string, string][],
  ...changes,
})
const exchange: Exchange = {
  id: 1,
  began: at(0),
  ended: at(2),
  sent: asked,
  asked,
  status: 200,
  isVisit: true,
  trace: newTrace(),
}

describe('the account of the shop', () => {
  test('is asked for at its own address', async () => {
    const fetch = async (request: Request) => {
      expect(request.url).toBe('https://origin.example/_received')
      return Response.json([account()])
    }
    expect(await askReceived(fetch, origin)).toEqual([account()])
  })

  test.each<[string, () => Promise<Response>]>([
    ['has no such address', async () => new Response('no', { status: 404 })],
    ['answers with something else', async () => Response.json({ received: [] })],
    ['gives no time', async () => Response.json([account({ time: 'now' })])],
    ['cannot be reached', async () => Promise.reject(new Error('refused'))],
  ])('is none when the shop %s', async (_, fetch) => {
    expect(await askReceived(fetch, origin)).toBeUndefined()
  })
})

describe('the evidence of an exchange', () => {
  test('is what the shop received at that address in that time', () => {
    const evidence = evidenceOf(exchange, [account({ time: at(9).toISOString() }), account()])
    expect(evidence).toEqual({ by: 'shop', received: account() })
  })

  test.each([
    ['another path', { url: 'https://origin.example/product/p2?page=2' }],
    ['another query', { url: 'https://origin.example/product/p1' }],
    ['another method', { method: 'HEAD' }],
    ['an earlier time', { time: '2026-11-21T11:59:59.000Z' }],
    ['a later time', { time: '2026-11-21T12:00:03.000Z' }],
  ])('is not of %s: then there is but our own word', (_, changes) => {
    expect(evidenceOf(exchange, [account(changes)])).toEqual({ by: 'limen', received: asked })
  })

  test('is nobody’s when the shop was not asked', () => {
    const { asked: _, ...unasked } = exchange
    expect(evidenceOf(unasked, [account()])).toEqual({ by: 'nobody' })
  })
})
