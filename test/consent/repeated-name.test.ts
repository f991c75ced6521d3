import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hasRepeatedName } from '../../src/consent/repeated-name.ts'

test('no JSON text that a serializer wrote has a repeated name', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(hasRepeatedName(text)).toBe(false)
    }),
  )
})

test('a second member of any name is found, however its first letter is spelled', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.json(), fc.boolean(), (name, value, isEscaped) => {
      const plain = JSON.stringify(name)
      const code = name.charCodeAt(0).toString(16).padStart(4, '0')
      const second = isEscaped ? `"\\u${code}${JSON.stringify(name.slice(1)).slice(1)}` : plain
      fc.pre(JSON.parse(second) === name)

      expect(hasRepeatedName(`{${plain}:${value},"other":{},${second}:${value}}`)).toBe(true)
    }),
  )
})
