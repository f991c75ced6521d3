import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keepCookies, keepSetCookies } from '../../src/privacy/cookies.ts'

describe('keepCookies', () => {
  it.each([
    ['session=a; cart=b; id=c', 'session=a; cart=b'],
    ['cart=b;session=a', 'session=a; cart=b'],
    ['session=a; session=b', 'session=a'],
    ['session="a"; cart==b=', 'session="a"; cart==b='],
    ['session=; cart', 'session=; cart='],
    ['session=a b; cart=ä', undefined],
    ['session="a; cart=b"', undefined],
    ['session=a, cart=b', undefined],
    ['Session=a; __proto__=b; constructor=c', undefined],
    ['', undefined],
    [null, undefined],
  ])('keeps of %j only %j', (header, kept) => {
    expect(keepCookies(header, ['session', 'cart'])).toBe(kept)
  })

  it('never keeps a cookie that was not named', () => {
    const cookie = fc.oneof(
      fc.stringMatching(/^[!-~ ]{0,12}=[!-~ ]{0,12}$/),
      fc.constantFrom('session=s', ' session = s', 'constructor=c', '=', ';'),
    )
    fc.assert(
      fc.property(fc.array(cookie), (cookies) => {
        expect(keepCookies(cookies.join('; '), ['session']) ?? 'session=').toMatch(
          /^session=("?)[!#-+\--:<-[\]-~]*\1$/,
        )
      }),
    )
  })
})

describe('keepSetCookies', () => {
  it('keeps the named ones, each for this host alone', () => {
    const set = [
      'session=a; Path=/; Domain=.origin.example; HttpOnly; Secure',
      'session=b;domain=origin.example;path=/account',
      ' cart =c; DOMAIN ; SameSite=Lax',
      'Session=d',
      'id=session=a; Domain=session',
      'constructor=e',
      'domain=f; Domain=g',
    ]

    expect(keepSetCookies(set, ['session', 'cart', 'domain'])).toEqual([
      'session=a; Path=/; HttpOnly; Secure',
      'session=b;path=/account',
      ' cart =c; SameSite=Lax',
      'domain=f',
    ])
  })
})
