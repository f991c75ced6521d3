const weekdays: ReadonlyMap<string, number> = new Map(
  ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].map((day, index) => [day, index + 1]),
)

// No time zone is off by other than quarters of an hour, so for one of them the answer stays.
const quarterMs = 900_000
const lately = new Map<string, { readonly quarter: number; readonly hour: string }>()

const formats = new Map<string, Intl.DateTimeFormat>()

/**
 * The three hours of the week that a moment lies in, as the shop's clock has it: `1-09` is Monday from
 * nine to twelve. Days are numbered as in ISO 8601, from Monday.
 *
 * @param timeZone an IANA name; throws a `RangeError` for any other
 */
export function hourOfWeek(now: Date, timeZone: string): string {
  const quarter = Math.floor(now.getTime() / quarterMs)
  const known = lately.get(timeZone)
  if (known?.quarter === quarter) return known.hour
  const hour = readHour(now, timeZone)
  lately.set(timeZone, { quarter, hour })
  return hour
}

function readHour(now: Date, timeZone: string): string {
  let format = formats.get(timeZone)
  if (!format) {
    const parts = { weekday: 'short', hour: '2-digit', hourCycle: 'h23' } as const
    format = new Intl.DateTimeFormat('en', { ...parts, timeZone })
    formats.set(timeZone, format)
  }
  const parts = new Map(format.formatToParts(now).map(({ type, value }) => [type, value]))
  const hour = Number(parts.get('hour'))
  return `${weekdays.get(parts.get('weekday') ?? '')}-${String(hour - (hour % 3)).padStart(2, '0')}`
}
