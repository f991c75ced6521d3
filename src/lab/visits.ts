import type { Basket } from '../training/index.ts'
import type { Events } from './events.ts'
import type { Drops } from './read-log.ts'
import { dayMs, localMinute } from './times.ts'
import { contextValues } from './values.ts'

export interface CutOptions {
  /** Milliseconds without an event that end a visit; 0 for none. */
  readonly gapMs: number
  /** A visit that looks at more is left out: a robot does, and a wholesaler's order is long too. */
  readonly maxEvents: number
  /** Whether times are fine enough that the same event at one moment is one that was recorded twice. */
  readonly dropRepeats: boolean
}

/** A visit as it was recorded. */
export interface Visit {
  /** When each of its items was met, in order. */
  readonly times: readonly number[]
  readonly items: readonly string[]
  /** A letter an item. */
  readonly kinds: string
  /** Country, device class, referrer class. */
  readonly context: readonly string[]
  /** As `Events.shopperOf`. */
  readonly shopper: ReturnType<Events['shopperOf']>
}

const contextNames = Object.keys(contextValues)

/** Cuts events into visits, oldest first. */
export function cutVisits(events: Events, options: CutOptions, drops: Drops): Visit[] {
  const visits: Visit[] = []
  let places: number[] = []
  const close = () => {
    const views = places.filter((place) => events.kindOf(place) === 'v').length
    if (views > options.maxEvents) drops.note('long-visit', undefined, places.length)
    else if (places.length > 0) visits.push(toVisit(events, places))
    places = []
  }
  for (const place of events.sorted()) {
    const last = places.at(-1)
    if (last !== undefined) {
      const isOther = events.visitOf(place) !== events.visitOf(last)
      const pause = events.timeOf(place) - events.timeOf(last)
      if (isOther || (options.gapMs > 0 && pause > options.gapMs)) close()
      else if (options.dropRepeats && events.isSame(place, last)) {
        drops.note('repeated')
        continue
      }
    }
    places.push(place)
  }
  close()
  return visits.sort((a, b) => startOf(a) - startOf(b))
}

function toVisit(events: Events, places: readonly number[]): Visit {
  return {
    times: places.map(events.timeOf),
    items: places.map(events.itemOf),
    kinds: places.map(events.kindOf).join(''),
    context: events.contextOf(places[0] as number),
    shopper: events.shopperOf(places[0] as number),
  }
}

function startOf({ times }: Visit): number {
  return times[0] as number
}

/**
 * Visits before a day, and those from then on. What an earlier visit did after the cut is in neither.
 *
 * @param label what is said of the later ones besides, and of all if there is no cut: of visits that
 * are asked about. Nothing is learned from these.
 */
export function splitVisits(
  visits: readonly Visit[],
  cut: number,
  drops: Drops,
  label: (visit: Visit) => object = () => ({}),
) {
  const train: Basket[] = []
  const valid: Basket[] = []
  for (const visit of visits) {
    if (startOf(visit) >= cut) valid.push({ ...label(visit), ...toBasket(visit) })
    else {
      const late = visit.times.filter((time) => time >= cut).length
      if (late > 0) drops.note('after-cut', undefined, late)
      const basket = toBasket(visit, visit.items.length - late)
      train.push(Number.isFinite(cut) ? basket : { ...label(visit), ...basket })
    }
  }
  return { train, valid }
}

function toBasket(visit: Visit, length = visit.items.length): Basket {
  const items = visit.items.slice(0, length)
  const kinds = visit.kinds.slice(0, length)
  const [country = '', ...others] = visit.context
  const about = { ts: localMinute(startOf(visit)), country }
  // What was only ordered is a basket: its lines stand together, each once.
  if (/^o+$/.test(kinds)) return { ...about, items: [...new Set(items)] }
  const known = others.flatMap((value, at) => (value ? [[contextNames[at + 1], value]] : []))
  return { ...about, items, kinds, ...Object.fromEntries(known) }
}

/** The first day of the last days of a log. */
export function cutBefore(visits: readonly Visit[], days: number): number {
  const last = visits.reduce((latest, visit) => Math.max(latest, startOf(visit)), 0)
  return (Math.floor(last / dayMs) - days + 1) * dayMs
}
