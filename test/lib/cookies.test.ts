import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cookieValues } from '../../src/lib/cookies.ts'

const name = '__Host-limen-profile'

test.each<[string, string[]]>([
  ['', []],
  [`${name}=1`, ['1']],
  [`a=2; ${name} = 1 ;b=3`, ['1']],
  [`${name}=1; ${name}=2;${name}=`, ['1', '2', '']],
  [`${name}=a=b`, ['a=b']],
  [name, []],
  [`x${name}=1; ${name}x=2; note=${name}; a=1,${name}=3`, []],
  [`${name}${name}=1; ${name}=${name}=2`, [`${name}=2`]],
])('%j holds %j', (cookie, values) => {
  expect(cookieValues(name, new Headers({ cookie }))).toEqual(values)
})

test('a request without cookies has none', () => {
  expect(cookieValues(name, new Headers())).toEqual([])
})

test('finds what one finds who parts a header at every semicolon', () => {
  const piece = fc.constantFrom('n', 'nn', '=', ';', ' ', '\t', ',', 'a', '"')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const cookie = pieces.join('')
      const headers = new Headers({ cookie })
      expect(cookieValues('n', headers)).toEqual(parted('n', headers.get('cookie') ?? ''))
    }),
    { numRuns: 1000 },
  )
})

/** RFC 6265 section 5.4, word for word. */
function parted(name: string, header: string): string[] {
  return header.split(';').flatMap((pair) => {
    const [before, ...after] = pair.split('=')
    return after.length > 0 && before?.trim() === name ? [after.join('=').trim()] : []
  })
}
