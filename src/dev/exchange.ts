import type { Trace } from '../trace.ts'

/** A request as plain data: a `Request` itself cannot be read once its visit is over. */
export interface Message {
  readonly method: string
  readonly url: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** Of a form. */
  readonly body?: string | undefined
}

/** One request that came to Limen, and what became of it. */
export interface Exchange {
  /** Counts from 1. */
  readonly id: number
  readonly began: Date
  readonly ended: Date
  readonly sent: Message
  /** What Limen asked the shop; absent when it did not. */
  readonly asked?: Message
  readonly status: number
  /** Whether somebody went to a page, as against what a page loads. */
  readonly isVisit: boolean
  readonly trace: Omit<Trace, 'asked'>
}

/**
 * The last exchanges of this isolate. The one exception to "nothing about a request outlives the
 * request": it is made in development alone, where the shopper is the developer.
 */
export interface Exchanges {
  add(exchange: Omit<Exchange, 'id'>): void
  /** Newest first. */
  visits(): readonly Exchange[]
  /** Pictures, styles and the like. Newest first. */
  assets(): readonly Exchange[]
  clear(): void
}

const kept = 50

/** Remembers 50 page visits and, apart from them so that they push none out, 50 assets. */
export function rememberExchanges(): Exchanges {
  let count = 0
  let visits: readonly Exchange[] = []
  let assets: readonly Exchange[] = []
  return {
    add(exchange) {
      count += 1
      const added = { id: count, ...exchange }
      if (exchange.isVisit) visits = [added, ...visits].slice(0, kept)
      else assets = [added, ...assets].slice(0, kept)
    },
    visits: () => visits,
    assets: () => assets,
    clear() {
      visits = []
      assets = []
    },
  }
}

/** What a request says, as plain data. */
export function toMessage({ method, url, headers }: Request, body?: string): Message {
  return { method, url, headers: [...headers], body }
}

/** The text of a form, read beside whoever handles the request. */
export async function readForm(request: Request): Promise<string | undefined> {
  const type = request.headers.get('content-type') ?? ''
  if (!type.startsWith('application/x-www-form-urlencoded')) return undefined
  return new TextDecoder().decode(await request.clone().arrayBuffer())
}
