import { base64url } from 'jose'
import { expect, test } from 'vitest'
import { readForm } from '../../src/consent/form.ts'

// RFC 7515 appendix A.3.
const published =
  'eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q'

test('reads the published example', () => {
  expect(readForm(published)).toEqual({
    header: { alg: 'ES256' },
    payload: { iss: 'joe', exp: 1300819380, 'http://example.com/is_root': true },
  })
})

test.each([
  ['nothing', ''],
  ['two segments', published.slice(0, published.lastIndexOf('.'))],
  ['four segments', `${published}.AAAA`],
  ['five segments, as an encrypted token has', `${published}.AAAA.AAAA`],
  ['an empty header', published.slice(published.indexOf('.'))],
  ['an empty payload', 'eyJhbGciOiJFUzI1NiJ9..AAAA'],
  ['an empty signature', published.slice(0, published.lastIndexOf('.') + 1)],
  ['a leading space', ` ${published}`],
  ['a trailing newline', `${published}\n`],
  ['padding', `${published}=`],
  ['the characters of plain base64', published.replaceAll('-', '+')],
  ['an impossible length', `${published}AAA`],
  ['a token over the limit', `${published.slice(0, -4)}${'AAAA'.repeat(1000)}`],
])('refuses %s', (_, token) => {
  expect(readForm(token)).toBeUndefined()
})

test('refuses another spelling of the same octets', () => {
  // `Q` and `R` differ only in bits that the last octet does not have.
  expect(published.endsWith('1Q')).toBe(true)
  expect(readForm(`${published.slice(0, -1)}R`)).toBeUndefined()
})

test.each([
  ['a list', '[1]'],
  ['a string', '"a"'],
  ['null', 'null'],
  ['broken JSON', '{"a":1'],
  ['a trailing comma', '{"a":1,}'],
  ['a byte order mark', '\ufeff{"a":1}'],
  ['a repeated name', '{"a":1,"a":1}'],
  ['a repeated name further on', '{"a":1,"b":{"c":[{}]},"a":2}'],
  ['a repeated name inside an object', '{"a":{"b":1,"b":2}}'],
  ['a repeated name inside a list', '{"a":[{"b":1,"b":2}]}'],
  ['a repeated name in another spelling', String.raw`{"a":1,"\u0061":2}`],
  ['a repeated name before a spaced colon', '{"a" : 1, "a"\n: 2}'],
  ['a repeated empty name', '{"":1,"":2}'],
  ['a repeated __proto__', '{"__proto__":1,"__proto__":2}'],
])('refuses %s as a payload', (_, text) => {
  expect(readForm(tokenOf('{}', text))).toBeUndefined()
  expect(readForm(tokenOf(text, '{}'))).toBeUndefined()
})

test('refuses bytes that are not UTF-8', () => {
  const bytes = Uint8Array.of(0x7b, 0x22, 0xc0, 0xaf, 0x22, 0x3a, 0x31, 0x7d)
  expect(readForm(`e30.${base64url.encode(bytes)}.AAAA`)).toBeUndefined()
})

test.each([
  ['names that values repeat', '{"a":"a","b":"a"}'],
  ['one name in different objects', '{"a":{"a":1},"b":[{"a":1},{"a":1}]}'],
  [
    'braces, colons and quotes inside strings',
    String.raw`{"a{":"}","b\"":":\"a\":","c":"{\"a\":1"}`,
  ],
])('accepts %s', (_, text) => {
  expect(readForm(tokenOf('{}', text))?.payload).toEqual(JSON.parse(text))
})

function tokenOf(header: string, payload: string): string {
  return `${base64url.encode(header)}.${base64url.encode(payload)}.AAAA`
}
