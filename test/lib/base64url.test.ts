import fc from 'fast-check'
import { base64url } from 'jose'
import { expect, test } from 'vitest'
import { decodeBase64url, encodeBase64url, isBase64url } from '../../src/lib/base64url.ts'

test('every octet sequence but the empty one has a spelling, which gives it back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 70 }), (bytes) => {
      const text = base64url.encode(bytes)
      expect(encodeBase64url(bytes)).toBe(text)
      expect(isBase64url(text)).toBe(true)
      expect([...decodeBase64url(text)]).toEqual([...bytes])
    }),
  )
})

test('no octet sequence has a second spelling', () => {
  const characters = fc.constantFrom(...'ABQRgw09-_=+/ \n')
  fc.assert(
    fc.property(fc.string({ unit: characters, maxLength: 9 }), (text) => {
      if (isBase64url(text)) expect(base64url.encode(decodeBase64url(text))).toBe(text)
    }),
    { numRuns: 1000 },
  )
})

test.each(['', 'A', 'AAAAA', 'AB', 'AAB', 'AA==', 'A+A', 'A/A', 'AA\n', ' AA'])(
  '%j is none',
  (text) => expect(isBase64url(text)).toBe(false),
)
