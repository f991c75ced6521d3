import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hourOfWeek } from '../../src/visit/index.ts'

test.each([
  ['2026-11-16T09:00:00Z', 'Europe/London', '1-09'],
  ['2026-11-16T11:59:59Z', 'Europe/London', '1-09'],
  ['2026-11-16T12:00:00Z', 'Europe/London', '1-12'],
  ['2026-11-15T23:59:59Z', 'Europe/London', '7-21'],
  ['2026-11-16T00:00:00Z', 'Europe/London', '1-00'],
  ['2026-11-15T23:30:00Z', 'Europe/Berlin', '1-00'],
  ['2026-11-16T00:30:00Z', 'America/New_York', '7-18'],
  ['2026-11-16T18:45:00Z', 'Asia/Kolkata', '2-00'],
  // Clocks go forward at 01:00 UTC and back at 01:00 UTC.
  ['2026-03-29T01:30:00Z', 'Europe/London', '7-00'],
  ['2026-03-29T02:00:00Z', 'Europe/London', '7-03'],
  ['2026-10-25T02:30:00Z', 'Europe/London', '7-00'],
])('%s in %s is %s', (moment, timeZone, hour) => {
  expect(hourOfWeek(new Date(moment), timeZone)).toBe(hour)
})

test('a week of a place without clock changes has 56 parts of three hours each', () => {
  const start = Date.UTC(2026, 10, 16)
  const parts = Array.from({ length: 7 * 24 }, (_, hour) =>
    hourOfWeek(new Date(start + hour * 3_600_000), 'UTC'),
  )
  const counts = new Map<string, number>()
  for (const part of parts) counts.set(part, (counts.get(part) ?? 0) + 1)

  expect(counts.size).toBe(56)
  expect(new Set(counts.values())).toEqual(new Set([3]))
  expect([...counts.keys()].toSorted()).toEqual([...counts.keys()])
})

test('every moment has its part, in any time zone', () => {
  const zones = Intl.supportedValuesOf('timeZone')
  fc.assert(
    fc.property(fc.date({ noInvalidDate: true }), fc.constantFrom(...zones), (now, zone) => {
      expect(hourOfWeek(now, zone)).toMatch(/^[1-7]-(?:00|03|06|09|12|15|18|21)$/)
    }),
  )
})

test('a time zone that is none is an error', () => {
  expect(() => hourOfWeek(new Date(0), 'Europe/Atlantis')).toThrow(RangeError)
})
