import { describe, expect, test } from 'vitest'
import { describeDecision, revealTrace } from '../../src/preview/index.ts'
import { newTrace } from '../../src/trace.ts'

const shareable = { 'cache-control': 'public, max-age=600', 'content-length': '4', etag: '"1"' }

describe('a revealed answer', () => {
  test('says what was decided and how long each step took', () => {
    const trace = newTrace()
    trace.timings.set('origin', 12.345)
    trace.timings.set('rank', 1)
    trace.plain = 'crawler'
    const { headers } = revealTrace(new Response('page'), trace)
    expect(headers.get('limen-decision')).toBe('plain; reason=crawler')
    expect(headers.get('server-timing')).toBe('origin;dur=12.35, rank;dur=1.00')
  })

  test('is kept by no cache, even if its page could have been, and its body is the same', async () => {
    const headers = {
      ...shareable,
      'cdn-cache-control': 'max-age=600',
      expires: 'Thu, 01 Jan 2099',
    }
    const revealed = revealTrace(new Response('page', { headers }), newTrace())
    expect(revealed.headers.get('cache-control')).toBe('private, no-store')
    for (const name of ['cdn-cache-control', 'etag', 'expires']) {
      expect(revealed.headers.has(name), name).toBe(false)
    }
    expect(revealed.headers.get('content-length')).toBe('4')
    expect(await revealed.text()).toBe('page')
  })

  test.each([
    ['part of a file', 206],
    ['a confirmation of what a cache has', 304],
  ])('is not made of %s', (_, status) => {
    const body = status === 304 ? null : 'part'
    const response = new Response(body, { status, headers: shareable })
    expect(revealTrace(response, newTrace())).toBe(response)
  })
})

describe('the decision', () => {
  test('is personal when a slot is filled, and names the ranking', () => {
    const slots = new Map([['also', 'filled' as const]])
    const ranking = { by: 'model', engine: 'onnx', best: () => [] } as const
    expect(describeDecision({ slots, ranking })).toBe(
      'personal; ranking=model; engine=onnx; also=filled',
    )
  })

  test('says that the profile was used, and nothing of what is in it', () => {
    const items = [
      { id: 'p1', kind: 'view', feature: 'product' },
      { id: 'secret', kind: 'view', feature: 'recent_items' },
    ] as const
    const visit = { items, context: new Map(), device: undefined }
    const ranking = { by: 'model', engine: 'onnx', best: () => [] } as const
    const slots = new Map([['also', 'filled' as const]])
    expect(describeDecision({ slots, ranking, visit })).toBe(
      'personal; ranking=model; engine=onnx; profile=used; also=filled',
    )
    const contextual = { ...visit, items: items.slice(0, 1) }
    expect(describeDecision({ slots, ranking, visit: contextual })).not.toContain('profile')
  })

  test('is an error when there was no page at all', () => {
    expect(describeDecision({ slots: new Map() })).toBe('error')
  })
})
