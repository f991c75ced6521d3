import { expect, test } from 'vitest'
import { parseBaskets } from '../../src/training/baskets.ts'

const good = '{"ts":"2011-02-28T07:45","country":"GB","items":["a","b","a"]}'

test('reads a basket, each item once', () => {
  const { baskets, problems } = parseBaskets(`${good}\n\n`)
  expect(baskets).toEqual([{ ts: '2011-02-28T07:45', country: 'GB', items: ['a', 'b'] }])
  expect(problems).toEqual([])
})

test.each([
  ['not JSON', '{"ts":'],
  ['no object', '"basket"'],
  ['null', 'null'],
  ['no time', '{"items":["a"]}'],
  ['a day that is not', '{"ts":"2011-02-30T07:45","items":["a"]}'],
  ['an hour that is not', '{"ts":"2011-02-28T25:00","items":["a"]}'],
  ['a country in words', '{"ts":"2011-02-28T07:45","country":"Germany","items":["a"]}'],
  ['no items', '{"ts":"2011-02-28T07:45","items":[]}'],
  ['an item that is a number', '{"ts":"2011-02-28T07:45","items":[7]}'],
  ['an empty id', '{"ts":"2011-02-28T07:45","items":[""]}'],
])('leaves out a line with %s and keeps the rest', (_, bad) => {
  const { baskets, problems } = parseBaskets(`${good}\n${bad}\n${good}`)
  expect(baskets).toHaveLength(2)
  expect(problems).toMatchObject([{ line: 2 }])
})
