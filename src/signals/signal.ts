import type { Signal } from '../consent/index.ts'
import { cookieValues } from '../lib/cookies.ts'
import type { Purpose } from '../policy/index.ts'
import { union } from './reach.ts'

export interface SignalOptions {
  /** The word that names the signal in a trace. */
  readonly source: string
  readonly cookies: readonly string[]
  readonly headers?: readonly string[]
  /** Denied where a text cannot be read, is too long or comes twice. */
  readonly speaksOf: ReadonlySet<Purpose>
  /** What a text denies. May throw on a text that is not as it should be. */
  readonly read: (text: string, now: Date) => Iterable<Purpose>
}

/** The longest text that is read, in characters: what a browser keeps of one cookie. */
const maxLength = 4096

/** A signal that stands in cookies and headers. Where it stands in several, each takes away. */
export function signalIn({ source, cookies, headers = [], speaksOf, read }: SignalOptions): Signal {
  return (request, now) => {
    const heard = [
      ...cookies.map((name) => cookieValues(name, request.headers)),
      ...headers.map((name) => [request.headers.get(name) ?? []].flat()),
    ].filter((texts) => texts.length > 0)
    if (heard.length === 0) return undefined
    return { source, denies: union(heard.map((texts) => deniedBy(texts, now))) }
  }

  // A cookie that comes twice was set by two, and which of them the shopper meant nobody can say.
  function deniedBy([text = '', second]: readonly string[], now: Date): Iterable<Purpose> {
    if (second !== undefined || text.length > maxLength) return speaksOf
    try {
      return read(text, now)
    } catch {
      return speaksOf
    }
  }
}
