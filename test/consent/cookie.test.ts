import { expect, test } from 'vitest'
import { consentCookie, consentFromRequest, readConsentCookie } from '../../src/consent/index.ts'
import { mint, now, trust } from './issuer.ts'

const absent = { reason: 'consent-absent' }
const unreadable = { reason: 'consent-unreadable' }

test.each([
  ['alone', `${consentCookie}=a.b.c`],
  ['among others', `cart=1; ${consentCookie}=a.b.c; session=2`],
  ['without spaces', `cart=1;${consentCookie}=a.b.c;session=2`],
  ['with more spaces', `cart=1;  ${consentCookie} = a.b.c ;session=2`],
  ['after a cookie without a name', `=nameless; ${consentCookie}=a.b.c`],
  ['after a cookie without a value', `flag; ${consentCookie}=a.b.c`],
])('finds the token %s', (_, cookie) => {
  expect(readConsentCookie(new Headers({ cookie }))).toEqual({ token: 'a.b.c' })
})

test.each([
  ['no cookie', ''],
  ['other cookies', 'cart=1; session=2'],
  ['the name without the prefix', 'limen-consent=a.b.c'],
  ['the name in capitals', `${consentCookie.toUpperCase()}=a.b.c`],
  ['a longer name', `x${consentCookie}=a.b.c`],
  ['the name as a value', `cart=${consentCookie}`],
  ['the cookie inside the value of another', `cart=1, ${consentCookie}=a.b.c`],
  ['the name alone', consentCookie],
])('finds none in %s', (_, cookie) => {
  expect(readConsentCookie(new Headers({ cookie }))).toEqual(absent)
})

test('reads neither of two', () => {
  const twice = new Headers({ cookie: `${consentCookie}=a.b.c; ${consentCookie}=d.e.f` })
  const same = new Headers({ cookie: `${consentCookie}=a.b.c; cart=1; ${consentCookie}=a.b.c` })
  const empty = new Headers({ cookie: `${consentCookie}=a.b.c; ${consentCookie}=` })
  for (const headers of [twice, same, empty]) {
    expect(readConsentCookie(headers)).toEqual(unreadable)
  }
})

test('a request brings its consent', async () => {
  const cookie = `cart=1; ${consentCookie}=${await mint()}`
  const request = new Request('https://shop.example/', { headers: { cookie } })
  expect(await consentFromRequest(request, trust, now)).toHaveProperty('consent')
})

test.each([
  ['no cookie', '', absent],
  ['an empty cookie', `${consentCookie}=`, unreadable],
  ['a quoted token', `${consentCookie}="a.b.c"`, unreadable],
])('a request with %s brings none', async (_, cookie, expected) => {
  const request = new Request('https://shop.example/', { headers: { cookie } })
  expect(await consentFromRequest(request, trust, now)).toEqual(expected)
})

test('a good token beside a second one counts for nothing', async () => {
  const cookie = `${consentCookie}=${await mint()}; ${consentCookie}=${await mint()}`
  expect(await consentFromRequest({ headers: new Headers({ cookie }) }, trust, now)).toEqual(
    unreadable,
  )
})
