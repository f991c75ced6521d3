import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkFor, type ValueRule } from '../../src/privacy/values.ts'
import { known } from './shop.ts'

describe('a value rule', () => {
  it.each<[ValueRule, string, string | undefined]>([
    ['product', 'mug-1', 'mug-1'],
    ['product', 'constructor', undefined],
    ['category', 'kitchen', 'kitchen'],
    ['category', 'mug-1', undefined],
    ['integer', '0', '0'],
    ['integer', '999999', '999999'],
    ['integer', '1000000', undefined],
    ['integer', '007', undefined],
    ['integer', '-1', undefined],
    ['integer', '1\n', undefined],
    ['slug', 'spring-sale-26', 'spring-sale-26'],
    ['slug', 'Spring', undefined],
    ['slug', '', undefined],
    ['slug', 'a'.repeat(65), undefined],
    ['text', 'Anna Smith', 'Anna Smith'],
    ['text', 'x'.repeat(201), undefined],
    ['text', '\ud800', undefined],
    [['price', 'name'], 'price', 'price'],
    [['price', 'name'], 'constructor', undefined],
    ['words', 'Red  MUG', 'red mug'],
    ['words', 'the red mug of anna smith', 'red mug'],
    ['words', 'ＲＥＤ e\u0301', 'red é'],
    ['words', 'rose@example.com', undefined],
    ['words', 'red-mug, (teapot)!', 'red mug teapot'],
    ['words', 'anna smith', undefined],
    ['words', 'mug '.repeat(20), Array(8).fill('mug').join(' ')],
  ])('%j turns %j into %j', (rule, value, crosses) => {
    expect(checkFor(rule, 'option')(value, known)).toBe(crosses)
  })

  it('lets only words of the catalogue cross, whatever is searched for', () => {
    const check = checkFor('words', 'option')
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('red', ' MUG ', 'a@mug.com'),
    )
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const words = check(pieces.join(''), known)?.split(' ') ?? []
        expect(words.length).toBeLessThanOrEqual(8)
        expect(words.filter((word) => !known.isWord(word))).toEqual([])
      }),
    )
  })

  it('is refused by the name of its option if it does not exist', () => {
    expect(() => checkFor('constructor' as ValueRule, 'routes[0].query.q')).toThrow(
      /^routes\[0\]\.query\.q: must be a list of values or one of product category/,
    )
  })
})
