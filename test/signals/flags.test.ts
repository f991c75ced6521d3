import { describe, expect, test } from 'vitest'
import { klaro, zaraz } from '../../src/signals/index.ts'
import { deniedBy } from './ask.ts'
import { among, encoded } from './banners.ts'

const categories = { matomo: 'measurement', 'for-you': ['behavioural', 'training'] } as const
const mapped = ['behavioural', 'measurement', 'training']

describe.each([
  ['Klaro', klaro(categories), 'klaro'],
  ['Zaraz', zaraz(categories), 'zaraz-consent'],
])('the cookie of %s', (_, signal, name) => {
  const heard = (value: string) => deniedBy(signal, among(`${name}=${value}`))

  test.each([
    ['a yes to all', { 'necessary-cookies': true, matomo: true, 'for-you': true }, []],
    ['a no to all', { 'necessary-cookies': true, matomo: false, 'for-you': false }, mapped],
    ['one yes', { matomo: true, 'for-you': false }, ['behavioural', 'training']],
    ['one that was never asked', { 'for-you': true }, ['measurement']],
    ['words in place of a yes', { matomo: 'true', 'for-you': 1 }, mapped],
    ['no choice yet', { matomo: null, 'for-you': null }, mapped],
    ['nothing', {}, mapped],
    ['a list', ['matomo', 'for-you'], mapped],
    ['a word', 'matomo', mapped],
    ['null', null, mapped],
  ])('%s', (_, value, denied) => {
    expect(heard(encoded(value))).toEqual(denied)
  })

  test('is heard without encoding', () => {
    expect(heard('{"matomo":true,"for-you":false}')).toEqual(['behavioural', 'training'])
  })

  test.each([
    ['a name twice', '{"matomo":false,"matomo":true,"for-you":true}', ['measurement']],
    ['a broken percent sign', '{"matomo":true,"for-you":true}%', mapped],
    ['half of it', '%7B%22matomo%22%3Atrue%2C%22for-you%22%3Atr', mapped],
    ['a prototype', '{"__proto__":{"matomo":true,"for-you":true}}', mapped],
  ])('with %s is no yes', (_, value, denied) => {
    expect(heard(value)).toEqual(denied)
  })

  test('that comes twice is no yes', () => {
    const yes = `${name}=${encoded({ matomo: true, 'for-you': true })}`
    expect(deniedBy(signal, yes)).toEqual([])
    expect(deniedBy(signal, `${yes}; ${yes}`)).toEqual(mapped)
  })
})

describe('a name that every object has', () => {
  test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('%s is no yes', (name) => {
    const signal = klaro(Object.fromEntries([[name, 'measurement' as const]]))
    expect(deniedBy(signal, `klaro=${encoded({ matomo: true })}`)).toEqual(['measurement'])
  })
})

test('the cookie may have the name that its settings give it', () => {
  const signal = zaraz({ eQic: 'measurement' }, { cookie: 'shop-consent' })
  expect(deniedBy(signal, 'shop-consent={"eQic":false}')).toEqual(['measurement'])
  expect(deniedBy(signal, 'zaraz-consent={"eQic":false}')).toBeUndefined()
})
