/** The kinds that events have in logs, and ours. */
const kinds: ReadonlyMap<string, Kind> = new Map(
  (
    [
      ['v', 'v view click pageview detail product_view view_item product impression_click'],
      ['c', 'c cart addtocart add_to_cart add basket'],
      ['o', 'o order transaction purchase buy sale checkout conversion'],
    ] as const
  ).flatMap(([kind, names]) => names.split(' ').map((name) => [name, kind] as const)),
)

/** What was done with an item: `v` it was looked at, `c` put in the cart, `o` ordered. */
export type Kind = 'v' | 'c' | 'o'

/** Our kind for a log's word, or nothing for an event that shows no interest in an item. */
export function kindOf(word: unknown, more: ReadonlyMap<string, Kind>): Kind | undefined {
  const name = String(word).trim().toLowerCase().replace(/[ -]/g, '_')
  return more.get(name) ?? kinds.get(name)
}

const devices: ReadonlyMap<string, string> = new Map([
  ['desktop', 'desktop'],
  ['pc', 'desktop'],
  ['computer', 'desktop'],
  ['mobile', 'mobile'],
  ['phone', 'mobile'],
  ['smartphone', 'mobile'],
  ['tablet', 'tablet'],
])

const referrers: ReadonlyMap<string, string> = new Map([
  ['none', 'none'],
  ['direct', 'none'],
  ['internal', 'internal'],
  ['search', 'search'],
  ['organic', 'search'],
  ['social', 'social'],
  ['mail', 'mail'],
  ['email', 'mail'],
  ['newsletter', 'mail'],
  ['other', 'other'],
  ['referral', 'other'],
])

/** Names that no list of regions has, or has otherwise. */
const oldNames: ReadonlyMap<string, string> = new Map([
  ['uk', 'GB'],
  ['usa', 'US'],
  ['eire', 'IE'],
  ['rsa', 'ZA'],
  ['czech republic', 'CZ'],
  ['hong kong', 'HK'],
])

/** How the value of each context column becomes one of the model's; an unknown one becomes ''. */
export const contextValues = {
  country: createCountries(),
  device_class: (text: string) => devices.get(text.toLowerCase()) ?? '',
  referrer_class: (text: string) => referrers.get(text.toLowerCase()) ?? '',
} as const satisfies Record<string, (text: string) => string>

function createCountries(): (text: string) => string {
  let names: ReadonlyMap<string, string> | undefined
  return (text) => {
    if (/^[A-Z]{2}$/.test(text)) return oldNames.get(text.toLowerCase()) ?? text
    names ??= countryNames()
    const name = text.toLowerCase()
    return oldNames.get(name) ?? names.get(name) ?? ''
  }
}

/** English names of all regions that ISO 3166-1 alpha-2 can write. */
function countryNames(): Map<string, string> {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  const codes = letters.flatMap((a) => letters.map((b) => a + b))
  const display = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
  return new Map(
    codes.flatMap((code) => {
      const name = display.of(code)
      // A code that is no longer given away has the name of its successor.
      const isCurrent = new Intl.Locale('und', { region: code }).region === code
      return name && isCurrent ? [[name.toLowerCase(), code] as const] : []
    }),
  )
}

/** Whether a consent cell covers training: a list of purposes that names it, or a yes in its own column. */
export function coversTraining(cell: unknown, column: string): boolean {
  if (Array.isArray(cell)) return cell.includes('training')
  const text = String(cell ?? '').toLowerCase()
  if (/training/i.test(column) && /^(true|1|yes|granted)$/.test(text)) return true
  return text.split(/[\s,;|+]+/).includes('training')
}
