import type { Config } from '../config/index.ts'
import {
  type ConsentResult,
  type ConsentTrust,
  explainPermission,
  type KeySource,
  type PermitOptions,
  pinnedKeys,
  type Revocation,
  readDenials,
  verifyConsent,
} from '../consent/index.ts'
import { inputNotes } from '../consent/input-notes.ts'
import {
  type Jurisdiction,
  jurisdictionOf,
  type Place,
  type Purpose,
  placeOf,
} from '../policy/index.ts'
import { type Fact, jurisdictionNotes, type Topic } from '../policy/jurisdiction-notes.ts'
import { trustOf } from '../trust.ts'
import { command, type Io, UsageError } from './command.ts'
import { loadConfig } from './load-config.ts'

const revocations: readonly Revocation[] = ['clear', 'revoked', 'unknown']

export const explainPermissionCommand = command({
  summary:
    'Explain what may be done with a visit: what every input says of every purpose, and why.',
  options: {
    token: {
      type: 'string',
      description: 'File with a consent token, or - for standard input; left out: no token',
    },
    place: { type: 'string', description: 'Where the request comes from, such as EU-FR or US-CA' },
    gpc: { type: 'boolean', description: 'The request carries Global Privacy Control' },
    revocation: {
      type: 'string',
      default: 'unknown',
      description: `What the status list says: ${revocations.join(', ')}`,
    },
    time: { type: 'string', description: 'When, as ISO 8601; left out: now' },
    config: { type: 'string', default: 'limen.config.ts', description: 'Configuration module' },
    keys: {
      type: 'string',
      description: 'JWK set that checks the token; left out: as configured, variables from here',
    },
    json: { type: 'boolean', description: 'Print the explanation as JSON' },
  },
  async run({ token: tokenFile, place: code, gpc, time, config: path, keys, ...rest }, io) {
    const place = readPlaceCode(code)
    const now = time === undefined ? new Date() : readTime(time)
    const revocation = revocations.find((known) => known === rest.revocation)
    if (!revocation) throw new UsageError(`--revocation must be one of ${revocations.join(', ')}`)
    const config = await loadConfig(path)
    const token = tokenFile === undefined ? undefined : await readToken(tokenFile, io)

    const trust = await readTrust(config, keys, io)
    const consent = token && trust ? await verifyConsent(token, trust, now) : undefined
    const denials = token && consent && 'reason' in consent ? readDenials(token) : undefined
    const policy = config.consent
    const options = { consent, denials, gpc, place, now, revocation, policy }

    const explanation = explain(options, code)
    if (rest.json) io.print(JSON.stringify(explanation, null, 2))
    else show(explanation, io)
    return 0
  },
})

type Explanation = ReturnType<typeof explain>

function explain(options: PermitOptions & { readonly place: Place }, code: string | undefined) {
  const { consent, place, now } = options
  const jurisdiction = consent && 'consent' in consent ? consent.consent.jurisdiction : undefined
  const law = jurisdictionOf(place)
  const tokenLaw = jurisdiction === undefined ? undefined : jurisdictionOf(placeOf(jurisdiction))
  const laws = new Set(tokenLaw ? [law, tokenLaw] : [law])

  const purposes = [...explainPermission(options)].map(([purpose, { decision, verdicts }]) => {
    const inputs = [...verdicts].map(([input, reason]) => ({
      input,
      takesAway: reason ?? null,
      looksAt: inputNotes[input].looksAt,
    }))
    const topics: Topic[] = [purpose]
    if (verdicts.get('age')) topics.push('minors')
    if (verdicts.get('gpc')) topics.push('gpc')
    return [
      purpose,
      { ...decision, inputs, rows: [...laws].map((law) => cell(law, purpose, topics)) },
    ]
  })
  return {
    time: now.toISOString(),
    place: { code: code ?? null, ...named(law) },
    token: {
      state: stateOf(consent),
      ...(tokenLaw && { jurisdiction, ...named(tokenLaw) }),
    },
    purposes: Object.fromEntries(purposes) as Record<Purpose, Verdict>,
  }
}

interface Verdict {
  readonly granted: boolean
  readonly reason?: string
  readonly inputs: readonly {
    readonly input: string
    readonly takesAway: string | null
    readonly looksAt: string
  }[]
  readonly rows: readonly { row: string; rule: string; facts: readonly Fact[] }[]
}

function cell({ id, rules }: Jurisdiction, purpose: Purpose, topics: readonly Topic[]) {
  const facts = topics.flatMap((topic) => jurisdictionNotes[id].facts[topic])
  return { row: id, rule: rules[purpose], facts }
}

function named({ id }: Jurisdiction) {
  return { row: id, name: jurisdictionNotes[id].name }
}

function stateOf(consent: ConsentResult | undefined): string {
  if (!consent) return 'none'
  return 'consent' in consent ? 'verified' : consent.reason
}

function show({ time, place, token, purposes }: Explanation, io: Io): void {
  io.print(`Time   ${time}`)
  io.print(`Place  ${place.code ?? 'not known'}: row ${place.row}, ${place.name}`)
  const law = token.jurisdiction && `, made under ${token.jurisdiction}: row ${token.row}`
  io.print(`Token  ${token.state}${law ?? ''}`)

  for (const [purpose, { granted, reason, inputs, rows }] of Object.entries(purposes)) {
    io.print(`\n${granted ? '✓' : '✗'} ${purpose}: ${granted ? 'permitted' : reason}`)
    const leaving = inputs.filter(({ takesAway }) => takesAway === null)
    for (const { input, takesAway, looksAt } of inputs) {
      if (takesAway) io.print(`    ${input} takes it away (${takesAway}): looks at ${looksAt}`)
    }
    io.print(`    left by ${leaving.map(({ input }) => input).join(', ')}`)
    for (const { row, rule, facts } of rows) {
      io.print(`    row ${row} asks ${rule}`)
      for (const { says, source, standing } of facts) {
        io.print(`        ${says} (${standing === 'judgement' ? '' : `${source}; `}${standing})`)
      }
    }
  }
}

function readPlaceCode(code: string | undefined): Place {
  if (code === undefined) return {}
  if (/^[A-Z]{2}(?:-[A-Z0-9]{1,3})?$/.test(code)) return placeOf(code)
  throw new UsageError('--place must be a country, with a region where there is one: FR, US-CA')
}

function readTime(text: string): Date {
  const time = new Date(text)
  const isIso = /^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(time.getTime())
  if (isIso) return time
  throw new UsageError('--time must be ISO 8601, such as 2026-11-20T12:00:00Z')
}

async function readToken(path: string, io: Io): Promise<string> {
  const text = await io.readText(path === '-' ? '/dev/stdin' : path).catch((cause) => {
    throw new UsageError(`cannot read ${path}; make a token with: limen token`, { cause })
  })
  const token = text.trim()
  if (token !== '') return token
  throw new UsageError(`${path === '-' ? 'standard input' : path} holds no token`)
}

/** Whom the configuration trusts; with the keys of a file instead of its own where one is named. */
async function readTrust(
  config: Config,
  keyFile: string | undefined,
  io: Io,
): Promise<ConsentTrust | undefined> {
  if (!config.consent) {
    io.error('! the configuration has no `consent`, so every token is none')
    return undefined
  }
  if (keyFile !== undefined) return { ...config.consent, keys: await readKeySet(keyFile, io) }
  const told = (error: unknown) =>
    io.error(`! ${error instanceof Error ? error.message : String(error)}; or name a file: --keys`)
  return trustOf(config, told)(process.env)
}

async function readKeySet(path: string, io: Io): Promise<KeySource> {
  const text = await io.readText(path).catch((cause) => {
    throw new UsageError(`cannot read ${path}; make keys with: limen keys`, { cause })
  })
  try {
    const { keys } = JSON.parse(text) as { keys: Record<string, unknown>[] }
    return pinnedKeys(JSON.stringify({ keys: keys.map(({ d: _, ...publicJwk }) => publicJwk) }))
  } catch (cause) {
    throw new UsageError(`${path} holds no JWK set; make one with: limen keys`, { cause })
  }
}
