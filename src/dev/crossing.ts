import type { Message } from './exchange.ts'

/** What became of something that a browser sent; `added`: it sent no such thing. */
export type Fate = 'kept' | 'reduced' | 'added' | 'dropped'

export type Part = 'query' | 'cookies' | 'form' | 'headers'

/** One thing on both sides of the threshold. */
export interface Crossing {
  readonly name: string
  readonly sent: string | undefined
  readonly received: string | undefined
  readonly fate: Fate
}

type Values = ReadonlyMap<string, string>

const parts: ReadonlyMap<Part, (message: Message) => Values> = new Map([
  ['query', ({ url }) => join(new URL(url).searchParams)],
  ['cookies', ({ headers }) => join(cookiesOf(headers))],
  ['form', ({ body }) => join(new URLSearchParams(body))],
  ['headers', ({ headers }) => join(headers.filter(([name]) => !shownElsewhere.has(name)))],
])

const shownElsewhere: ReadonlySet<string> = new Set(['cookie', 'host'])

const order: readonly Fate[] = ['kept', 'reduced', 'added', 'dropped']

/** Lays what was sent beside what was received, part by part; what crossed comes first. */
export function compare(
  sent: Message,
  received: Message | undefined,
): ReadonlyMap<Part, readonly Crossing[]> {
  const crossings = new Map<Part, readonly Crossing[]>()
  for (const [part, valuesOf] of parts) {
    const [before, after] = [valuesOf(sent), received ? valuesOf(received) : new Map()]
    const names = [...new Set([...before.keys(), ...after.keys()])]
    const rows = names.map((name) => crossingOf(name, before.get(name), after.get(name)))
    rows.sort((a, b) => order.indexOf(a.fate) - order.indexOf(b.fate))
    if (rows.length > 0) crossings.set(part, rows)
  }
  return crossings
}

function crossingOf(
  name: string,
  sent: string | undefined,
  received: string | undefined,
): Crossing {
  return { name, sent, received, fate: fateOf(sent, received) }
}

function fateOf(sent: string | undefined, received: string | undefined): Fate {
  if (received === undefined) return 'dropped'
  if (sent === undefined) return 'added'
  return sent === received ? 'kept' : 'reduced'
}

function cookiesOf(headers: Message['headers']): [string, string][] {
  const pairs = headers.flatMap(([name, value]) => (name === 'cookie' ? value.split(';') : []))
  return pairs.map((pair): [string, string] => {
    const [name = '', ...value] = pair.split('=')
    return [name.trim(), value.join('=').trim()]
  })
}

function join(pairs: Iterable<readonly [string, string]>): Values {
  const values = new Map<string, string>()
  for (const [name, value] of pairs) {
    const earlier = values.get(name)
    values.set(name, earlier === undefined ? value : `${earlier}, ${value}`)
  }
  return values
}
