import { expect, test } from 'vitest'
import { readGpc } from '../../src/consent/index.ts'

test.each(['1', ' 1 ', '0, 1', '1, 0', '0,1', 'x, 1, y'])('%j is a signal', (value) => {
  expect(readGpc(new Headers({ 'sec-gpc': value }))).toBe(true)
})

test.each(['0', '', 'true', '1.0', '01', '11', '"1"', '?1', '1;q=1', '1 1'])(
  '%j is none',
  (value) => {
    expect(readGpc(new Headers({ 'sec-gpc': value }))).toBe(false)
  },
)

test('several fields are a signal if one of them is', () => {
  const headers = new Headers({ 'sec-gpc': '0' })
  headers.append('sec-gpc', '1')
  expect(readGpc(headers)).toBe(true)
})

test('no field is none', () => {
  expect(readGpc(new Headers())).toBe(false)
})
