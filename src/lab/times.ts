const pattern = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d)(:\d\d(?:\.\d+)?)?)? ?(Z|UTC|[+-]\d\d:?\d\d)?$/

/** Milliseconds since 1970-01-01 on the shop's own clock, or nothing if a cell is no time. */
export type ReadTime = (cell: unknown) => number | undefined

/**
 * Reads `2011-09-30`, `2011-09-30 12:05:31`, the same with an offset, and seconds or milliseconds since
 * 1970. What has no offset is local already.
 *
 * @param zone IANA name of the shop's time zone.
 */
export function createReadTime(zone: string): ReadTime {
  const offsetAt = createOffsets(zone)
  const toLocal = (moment: number) => moment + offsetAt(moment)

  return (cell) => {
    const text = String(cell ?? '').trim()
    if (/^\d{9,10}(\.\d+)?$/.test(text)) return inRange(toLocal(Number(text) * 1000))
    if (/^\d{12,13}$/.test(text)) return inRange(toLocal(Number(text)))
    const [, day, clock = '00:00', seconds = ':00', offset] = pattern.exec(text) ?? []
    if (day === undefined) return undefined
    const local = Date.parse(`${day}T${clock}${seconds}Z`)
    // 30 February is read as 1 March, and so does not come back the same.
    if (Number.isNaN(local) || !new Date(local).toISOString().startsWith(day)) return undefined
    if (offset === undefined) return inRange(local)
    return inRange(toLocal(local - offsetOf(offset)))
  }
}

const [earliest, latest] = [Date.UTC(1990, 0), Date.UTC(2100, 0)]

function inRange(time: number): number | undefined {
  return time >= earliest && time < latest ? time : undefined
}

function offsetOf(text: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(text) ?? []
  const size = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000
  return sign === '-' ? -size : size
}

/** Clocks change on the quarter hour at most. */
const quarterHour = 900_000

function createOffsets(zone: string): (moment: number) => number {
  if (zone === 'UTC') return () => 0
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'longOffset' })
  const known = new Map<number, number>()
  return (moment) => {
    const quarter = Math.floor(moment / quarterHour)
    const found = known.get(quarter)
    if (found !== undefined) return found
    const parts = format.formatToParts(quarter * quarterHour)
    const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
    const offset = offsetOf(name.replace('GMT', ''))
    known.set(quarter, offset)
    return offset
  }
}

/** `YYYY-MM-DDThh:mm` of a local time. */
export function localMinute(time: number): string {
  return new Date(time).toISOString().slice(0, 16)
}

/** `YYYY-MM-DD` of a local time. */
export function localDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}

export const dayMs = 86_400_000
