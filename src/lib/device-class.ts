/** What kind of device asks, as far as a page may care. */
export type DeviceClass = 'desktop' | 'mobile' | 'tablet' | 'bot'

// First match wins. A bot says that it is one, such as a search engine; a developer's curl or headless
// browser is shown what a shopper is shown. Android without "Mobile" is a tablet, by Google's advice to site owners; CUBOT is a
// brand of telephones.
const rules: readonly (readonly [RegExp, DeviceClass])[] = [
  [/(?<!cu)bot\b|crawl|spider|slurp|facebookexternalhit|bingpreview/i, 'bot'],
  [/ipad|tablet|playbook|kindle|\bsilk\b(?!.*mobile)|android(?!.*mobile)/i, 'tablet'],
  [/mobi|iphone|ipod|android|opera mini|blackberry/i, 'mobile'],
]

/** Reduces a `User-Agent` to its class; what no rule knows, or what is not sent, is a desktop. */
export function deviceClass(userAgent: string | null): DeviceClass {
  for (const [pattern, device] of rules) if (pattern.test(userAgent ?? '')) return device
  return 'desktop'
}
