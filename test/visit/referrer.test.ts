import fc from 'fast-check'
import { expect, test } from 'vitest'
import { referrerClass } from '../../src/visit/index.ts'

test.each([
  [null, 'none'],
  ['', 'none'],

  ['https://shop.example/', 'internal'],
  ['https://www.shop.example/search?q=mug', 'internal'],
  ['https://blog.shop.example/post', 'internal'],
  ['https://SHOP.example:8443/', 'internal'],

  ['https://www.google.com/', 'search'],
  ['https://www.google.co.uk/', 'search'],
  ['https://google.de/', 'search'],
  ['https://images.google.com.au/', 'search'],
  ['https://www.bing.com/search?q=mug', 'search'],
  ['https://duckduckgo.com/', 'search'],
  ['https://search.yahoo.com/', 'search'],
  ['https://uk.search.yahoo.com/', 'search'],
  ['https://www.ecosia.org/', 'search'],
  ['https://yandex.ru/', 'search'],
  ['https://m.baidu.com/', 'search'],
  ['android-app://com.google.android.googlequicksearchbox/', 'search'],

  ['https://l.facebook.com/', 'social'],
  ['http://m.facebook.com', 'social'],
  ['https://lm.facebook.com/l.php?u=https%3A%2F%2Fshop.example', 'social'],
  ['https://www.instagram.com/', 'social'],
  ['https://t.co/abc', 'social'],
  ['https://www.reddit.com/', 'social'],
  ['https://old.reddit.com/r/tea', 'social'],
  ['https://www.pinterest.co.uk/', 'social'],
  ['https://www.linkedin.com/', 'social'],
  ['https://m.vk.com/', 'social'],
  ['android-app://com.linkedin.android/', 'social'],

  ['https://mail.google.com/', 'mail'],
  ['https://outlook.live.com/mail/0/', 'mail'],
  ['https://mail.yahoo.com/', 'mail'],
  ['https://uk.mail.yahoo.com/', 'mail'],
  ['https://mail.yahoo.co.jp/', 'mail'],
  ['https://deref-gmx.net/', 'other'],
  ['https://3c.web.de/', 'mail'],
  ['android-app://com.google.android.gm/', 'mail'],

  ['https://news.example/', 'other'],
  ['https://notshop.example/', 'other'],
  ['https://shop.example.evil.example/', 'other'],
  ['https://google.com.evil.example/', 'other'],
  ['https://mygoogle.com/', 'other'],
  ['https://constructor/', 'other'],
  ['https://192.0.2.1/', 'other'],
  ['https://[2001:db8::1]/', 'other'],
  ['about:client', 'other'],
  ['not a url', 'other'],
])('%s is %s', (referrer, expected) => {
  expect(referrerClass(referrer, 'shop.example')).toBe(expected)
})

test('the shop may be named with www. and a port', () => {
  expect(referrerClass('http://shop.example/a', 'www.shop.example:8787')).toBe('internal')
  expect(referrerClass('http://localhost:8787/a', 'localhost:8787')).toBe('internal')
  expect(referrerClass('http://[::1]:8787/a', '[::1]:8787')).toBe('internal')
  expect(referrerClass('http://[::1]/a', '[::1]')).toBe('internal')
})

test('a path, a query or a user name changes nothing', () => {
  const hosts = fc.constantFrom('shop.example', 'www.google.com', 't.co', 'news.example')
  fc.assert(
    fc.property(hosts, fc.webPath(), fc.webQueryParameters(), (host, path, query) => {
      const bare = referrerClass(`https://${host}/`, 'shop.example')
      expect(referrerClass(`https://${host}${path}?${query}`, 'shop.example')).toBe(bare)
      expect(referrerClass(`https://google.com@${host}/`, 'shop.example')).toBe(bare)
    }),
  )
})

test('every text has a class', () => {
  const classes = ['none', 'internal', 'search', 'social', 'mail', 'other']
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webUrl()), fc.string(), (referrer, siteHost) => {
      expect(classes).toContain(referrerClass(referrer, siteHost))
    }),
  )
})

test('an address in the usual form has the class that its parsed host has', () => {
  const label = fc.stringMatching(/^[a-z0-9-]{1,6}$/)
  const known = fc.constantFrom(
    'google.co.uk',
    'www.bing.com',
    't.co',
    'www.shop.example',
    'web.de',
  )
  const hosts = fc.oneof(
    known,
    fc.tuple(label, known).map((parts) => parts.join('.')),
    fc.tuple(label, label).map((parts) => parts.join('.')),
  )
  fc.assert(
    fc.property(hosts, (host) => {
      // Its own port is nothing to a parser, and makes the form unusual.
      const parsed = referrerClass(`https://${host}:443/`, 'shop.example')
      if (URL.canParse(`https://${host}/`))
        expect(referrerClass(`https://${host}/`, 'shop.example')).toBe(parsed)
    }),
    { numRuns: 500 },
  )
})
