import type { Kind } from './values.ts'

/** An event of a log, checked. */
export interface Event {
  readonly visit: string
  /** Who, where an audit has labels of them; otherwise empty. */
  readonly shopper: string
  /** Milliseconds since 1970-01-01 on the shop's clock. */
  readonly time: number
  /** Among events of one time. */
  readonly order: number
  readonly item: string
  readonly kind: Kind
  /** What is known of the visit: country, device class, referrer class. */
  readonly context: readonly string[]
}

const letters: readonly Kind[] = ['v', 'c', 'o']

/** Events in columns of numbers: a million take some 40 MB. */
export interface Events {
  readonly length: number
  readonly items: readonly string[]
  add(event: Event): void
  /** Places of all events, by visit and in order of time within it. */
  sorted(): Uint32Array
  visitOf(place: number): number
  /** Empty if it is not known, and its number among all, from 1. */
  shopperOf(place: number): { readonly name: string; readonly number: number }
  timeOf(place: number): number
  itemOf(place: number): string
  kindOf(place: number): Kind
  contextOf(place: number): readonly string[]
  /** Whether two events say the same: one was recorded twice. */
  isSame(place: number, other: number): boolean
}

export function createEvents(): Events {
  const visits = createNames()
  const shoppers = createNames()
  shoppers.code('')
  const items = createNames()
  const contexts = createNames()
  const visit = createColumn(Uint32Array)
  const shopper = createColumn(Uint32Array)
  const time = createColumn(Float64Array)
  const order = createColumn(Float64Array)
  const item = createColumn(Uint32Array)
  const kind = createColumn(Uint8Array)
  const context = createColumn(Uint32Array)
  let length = 0

  return {
    get length() {
      return length
    },
    items: items.names,
    add(event) {
      visit.set(length, visits.code(event.visit))
      shopper.set(length, shoppers.code(event.shopper))
      time.set(length, event.time)
      order.set(length, event.order)
      item.set(length, items.code(event.item))
      kind.set(length, letters.indexOf(event.kind))
      context.set(length, contexts.code(event.context.join('\t')))
      length += 1
    },
    sorted: () =>
      Uint32Array.from({ length }, (_, place) => place).sort(
        (a, b) =>
          visit.get(a) - visit.get(b) ||
          time.get(a) - time.get(b) ||
          order.get(a) - order.get(b) ||
          a - b,
      ),
    visitOf: visit.get,
    shopperOf: (place) => ({
      name: shoppers.names[shopper.get(place)] as string,
      number: shopper.get(place),
    }),
    timeOf: time.get,
    itemOf: (place) => items.names[item.get(place)] as string,
    kindOf: (place) => letters[kind.get(place)] as Kind,
    contextOf: (place) => (contexts.names[context.get(place)] as string).split('\t'),
    isSame: (a, b) =>
      [visit, time, order, item, kind].every((column) => column.get(a) === column.get(b)),
  }
}

/** Numbers for names, in the order in which they come. */
function createNames() {
  const codes = new Map<string, number>()
  const names: string[] = []
  return {
    names: names as readonly string[],
    code(name: string): number {
      const known = codes.get(name)
      if (known !== undefined) return known
      codes.set(name, names.length)
      return names.push(name) - 1
    },
  }
}

type Numbers = Uint8Array | Uint32Array | Float64Array

/** A list of numbers that grows. */
function createColumn<T extends Numbers>(Kind: new (length: number) => T) {
  let values = new Kind(1024)
  return {
    get: (place: number) => values[place] as number,
    set(place: number, value: number): void {
      if (place >= values.length) {
        const wider = new Kind(values.length * 2)
        wider.set(values)
        values = wider
      }
      values[place] = value
    },
  }
}
