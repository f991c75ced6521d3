import { describe, expect, test } from 'vitest'
import { applySwitches, choiceOf, readSwitches } from '../../src/dev/switches.ts'

const request = new Request('https://shop.example/', {
  method: 'POST',
  body: 'a=1',
  headers: { 'user-agent': 'own', 'sec-gpc': '1' },
  cf: { country: 'PT', city: 'Porto' } as never,
})

describe('switches', () => {
  test('are read as far as the table knows them', () => {
    const pairs: [string, unknown][] = [
      ['gpc', 'on'],
      ['country', 'XX'],
      ['device', new Blob()],
      ['constructor', 'bot'],
    ]
    expect([...readSwitches(pairs)]).toEqual([['gpc', 'on']])
  })

  test('stand at their first choice until they are flipped', () => {
    expect(choiceOf(readSwitches([]), 'country')).toBe('own')
    expect(choiceOf(readSwitches([['country', 'DE']]), 'country')).toBe('DE')
  })

  test('that stand at their first choice leave the request alone', () => {
    const chosen = readSwitches([
      ['gpc', 'own'],
      ['consent', 'all'],
    ])
    expect(applySwitches(request, chosen)).toBe(request)
  })

  test('change the request they were flipped for, and nothing else of it', async () => {
    const chosen = readSwitches([
      ['gpc', 'off'],
      ['country', 'none'],
      ['device', 'mobile'],
    ])
    const changed = applySwitches(request.clone(), chosen)
    expect(changed.headers.has('sec-gpc')).toBe(false)
    expect(changed.headers.get('user-agent')).toContain('iPhone')
    expect(changed.cf?.country).toBeUndefined()
    expect(changed.cf?.city).toBe('Porto')
    expect(changed.method).toBe('POST')
    expect(await changed.text()).toBe('a=1')
  })
})
