/** What somebody ordered at once, or did in one visit: the items' ids in recorded order. */
export interface Basket {
  /** The shop's local time, `YYYY-MM-DDThh:mm`. */
  readonly ts: string
  /** ISO 3166-1 alpha-2, or empty. */
  readonly country: string
  readonly items: readonly string[]
  /**
   * Of a visit, a letter for each item: `v` it was looked at, `c` put in the cart, `o` ordered. Without
   * it the items are a basket, and each is there once.
   */
  readonly kinds?: string
  /** Values of the features of these names, if they are known. */
  readonly device_class?: string
  readonly referrer_class?: string
}

/** A line that was left out. It never holds what the line said. */
export interface BasketProblem {
  /** From 1. */
  readonly line: number
  readonly problem: string
}

export interface Baskets {
  readonly baskets: readonly Basket[]
  readonly problems: readonly BasketProblem[]
}

/**
 * Reads baskets from JSON lines `{"ts":"2009-12-01T07:45","country":"GB","items":["85048",…]}`. A bad
 * line is left out and reported; the rest is kept. In a basket an item that repeats counts once; in a
 * visit, which has `kinds`, it counts as often as it is there.
 */
export function parseBaskets(text: string): Baskets {
  const baskets: Basket[] = []
  const problems: BasketProblem[] = []
  text.split('\n').forEach((line, index) => {
    if (line.trim() === '') return
    const basket = parseBasket(line)
    if (typeof basket === 'string') problems.push({ line: index + 1, problem: basket })
    else baskets.push(basket)
  })
  return { baskets, problems }
}

function parseBasket(line: string): Basket | string {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return 'must be one JSON object'
  }
  if (typeof value !== 'object' || value === null) return 'must be one JSON object'
  const { ts, country = '', items, kinds, ...rest } = value as Record<string, unknown>
  if (typeof ts !== 'string' || !isLocalTime(ts)) return 'ts must be a local time YYYY-MM-DDThh:mm'
  if (typeof country !== 'string' || !/^([A-Z]{2})?$/.test(country)) {
    return 'country must be an ISO 3166-1 alpha-2 code or empty'
  }
  if (!isListOfIds(items)) return 'items must be a list of at least one id'
  const { device_class, referrer_class } = rest
  if (kinds === undefined) return { ts, country, items: [...new Set(items)] }
  if (typeof kinds !== 'string' || !/^[vco]+$/.test(kinds) || kinds.length !== items.length) {
    return 'kinds must be one letter for each item: v, c or o'
  }
  return {
    ts,
    country,
    items,
    kinds,
    ...(typeof device_class === 'string' && { device_class }),
    ...(typeof referrer_class === 'string' && { referrer_class }),
  }
}

function isLocalTime(ts: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(ts)) return false
  const time = Date.parse(`${ts.slice(0, 16)}Z`)
  // 30 February is read as 1 March, and so does not come back the same.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(ts.slice(0, 16))
}

function isListOfIds(items: unknown): items is string[] {
  return (
    Array.isArray(items) &&
    items.length > 0 &&
    items.every((id) => typeof id === 'string' && id !== '')
  )
}
