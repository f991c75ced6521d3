import { describe, expect, it } from 'vitest'
import { deviceClass } from '../../src/lib/device-class.ts'

describe('deviceClass', () => {
  it.each([
    [
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36',
      'desktop',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:144.0) Gecko/20100101 Firefox/144.0',
      'desktop',
    ],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) Version/26.0 Mobile/15E148', 'mobile'],
    ['Mozilla/5.0 (Linux; Android 10; K) Chrome/141.0.0.0 Mobile Safari/537.36', 'mobile'],
    ['Mozilla/5.0 (Linux; Android 13; CUBOT P80) Chrome/141.0.0.0 Mobile Safari/537.36', 'mobile'],
    ['Mozilla/5.0 (Linux; Android 10; K) Chrome/141.0.0.0 Safari/537.36', 'tablet'],
    ['Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) Version/16.6 Mobile/15E148', 'tablet'],
    ['Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', 'bot'],
    ['Mozilla/5.0 (Linux; Android 6.0.1) Mobile (compatible; bingbot/2.0)', 'bot'],
    ['Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/141.0.0.0', 'desktop'],
    ['curl/8.14.1', 'desktop'],
    ['', 'desktop'],
    [null, 'desktop'],
  ] as const)('%s is %s', (userAgent, device) => {
    expect(deviceClass(userAgent)).toBe(device)
  })
})
