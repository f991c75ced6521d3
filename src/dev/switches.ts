/** What a developer can pretend to be, and what to choose from. */
export type Switch = 'consent' | 'country' | 'gpc' | 'device'

/** The choice of each switch that is not at its first. */
export type Switches = ReadonlyMap<Switch, string>

interface Choice {
  readonly label: string
  /** Changes the request; consent is a real cookie instead. */
  readonly apply?: (draft: Draft) => void
}

interface Draft {
  readonly headers: Headers
  readonly cf: Record<string, unknown>
}

/** Holds the switches, in development alone. */
export const switchesCookie = 'limen-dev'

/** Every switch with its choices; the first choice leaves things as they are. */
export const switches: ReadonlyMap<
  Switch,
  { readonly label: string; readonly choices: ReadonlyMap<string, Choice> }
> = new Map<Switch, { label: string; choices: ReadonlyMap<string, Choice> }>([
  [
    'consent',
    {
      label: 'Consent',
      choices: new Map<string, Choice>([
        ['none', { label: 'no token' }],
        ['refused', { label: 'refuse all' }],
        ['all', { label: 'all' }],
        ['behavioural', { label: 'behavioural only' }],
        ['expired', { label: 'expired' }],
        ['tampered', { label: 'tampered' }],
      ]),
    },
  ],
  [
    'gpc',
    {
      label: 'Global Privacy Control',
      choices: new Map<string, Choice>([
        ['own', { label: 'as the browser' }],
        ['on', { label: 'on', apply: ({ headers }) => headers.set('sec-gpc', '1') }],
        ['off', { label: 'off', apply: ({ headers }) => headers.delete('sec-gpc') }],
      ]),
    },
  ],
  [
    'country',
    {
      label: 'Country',
      choices: new Map<string, Choice>([
        ['own', { label: 'own' }],
        ['GB', { label: 'GB', apply: from('GB') }],
        ['DE', { label: 'DE', apply: from('DE') }],
        ['FR', { label: 'FR', apply: from('FR') }],
        ['US', { label: 'US', apply: from('US') }],
        ['none', { label: 'none', apply: from(undefined) }],
      ]),
    },
  ],
  [
    'device',
    {
      label: 'Device',
      choices: new Map<string, Choice>([
        ['own', { label: 'own' }],
        ['desktop', { label: 'desktop', apply: using('X11; Linux x86_64') }],
        ['mobile', { label: 'mobile', apply: using('iPhone; CPU iPhone OS 19_0 like Mac OS X') }],
        ['tablet', { label: 'tablet', apply: using('iPad; CPU OS 19_0 like Mac OS X') }],
        ['bot', { label: 'bot', apply: using('compatible; Googlebot/2.1') }],
      ]),
    },
  ],
])

/** Reads switches out of a cookie or a form: what the table does not know is left out. */
export function readSwitches(pairs: Iterable<readonly [string, unknown]>): Switches {
  const given = new Map(pairs)
  const chosen = new Map<Switch, string>()
  for (const [name, { choices }] of switches) {
    const value = given.get(name)
    if (typeof value === 'string' && choices.has(value)) chosen.set(name, value)
  }
  return chosen
}

/** The choice that is in force. */
export function choiceOf(chosen: Switches, name: Switch): string {
  const [first] = switches.get(name)?.choices.keys() ?? []
  return chosen.get(name) ?? (first as string)
}

/** Rebuilds a request as if the developer were who the switches say. */
export function applySwitches(request: Request, chosen: Switches): Request {
  const applied = [...chosen].flatMap(
    ([name, value]) => switches.get(name)?.choices.get(value)?.apply ?? [],
  )
  if (applied.length === 0) return request
  const draft: Draft = { headers: new Headers(request.headers), cf: { ...request.cf } }
  for (const apply of applied) apply(draft)
  return new Request(request, draft)
}

function from(country: string | undefined) {
  return ({ cf }: Draft) => {
    cf.country = country
  }
}

function using(platform: string) {
  return ({ headers }: Draft) => headers.set('user-agent', `Mozilla/5.0 (${platform})`)
}
