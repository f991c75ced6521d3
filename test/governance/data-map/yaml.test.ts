import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Plain, toYaml } from '../../../src/governance/data-map/yaml.ts'
import { readYaml } from './read-yaml.ts'

describe('the YAML of a data map', () => {
  test('is written in blocks', () => {
    expect(toYaml({ system: [{ fides_key: 'limen', tags: ['a', 'b'], meta: {}, none: [] }] })).toBe(
      `system:
  - fides_key: limen
    tags:
      - a
      - b
    meta: {}
    none: []
`,
    )
  })

  test.each([
    ['yes', '"yes"'],
    ['NO', '"NO"'],
    ['null', '"null"'],
    ['1e3', '"1e3"'],
    ['a: b', '"a: b"'],
    ['a # b', '"a # b"'],
    ['', '""'],
    ['two\nlines', '"two\\nlines"'],
    ['\u2028', '"\\u2028"'],
    ['\u0085', '"\\u0085"'],
    ['user.device', 'user.device'],
  ])('takes %j for text and nothing else', (text, written) => {
    expect(toYaml({ text })).toBe(`text: ${written}\n`)
  })

  test('says what it was given, whatever that is', () => {
    const text = fc.string({ unit: 'binary' }).map((any) => any.toWellFormed())
    const { value } = fc.letrec<{ value: Plain }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        text,
        fc.integer(),
        fc.boolean(),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(text, tie('value'), { maxKeys: 3, noNullPrototype: true }),
      ),
    }))
    fc.assert(
      fc.property(value, (any) => {
        expect(readYaml(toYaml(any))).toEqual(any)
      }),
      { numRuns: 500 },
    )
  })
})
