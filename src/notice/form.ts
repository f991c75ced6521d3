import { RequestError } from '../errors.ts'
import { concatBytes } from '../lib/bytes.ts'
import { type Purpose, purposes } from '../policy/index.ts'
import type { Problem } from './words/words.ts'

const maxBytes = 8192

/** What a request did wrong, as a problem with words in every language. */
export class NoticeError extends RequestError {
  readonly problem: Problem

  constructor(status: RequestError['status'], problem: Problem) {
    super(status, 'ERR_REQUEST_INVALID', problem)
    this.problem = problem
  }
}

/** What a shopper decided, and on what. */
export interface Decision {
  readonly asked: readonly Purpose[]
  readonly granted: ReadonlySet<Purpose>
}

/** A form of ours, sent. */
export interface SentForm extends Decision {
  readonly choice: 'all' | 'none' | 'some' | 'exception'
  readonly via: 'banner' | 'prefcentre' | 'jit'
  readonly language: string | null
  readonly from: string | null
}

const choices = ['all', 'none', 'some', 'exception'] as const
const ways = ['banner', 'prefcentre', 'jit'] as const

/**
 * Reads a form of ours.
 *
 * @param wanted the purposes that this shop asks for.
 * @throws NoticeError for what no form of ours says.
 */
export async function readForm(request: Request, wanted: readonly Purpose[]): Promise<SentForm> {
  if (typeOf(request) !== 'application/x-www-form-urlencoded') throw new NoticeError(415, 'form')
  const fields = new URLSearchParams(await readText(request))
  const choice = choices.find((known) => known === fields.get('choice'))
  if (!choice) throw new NoticeError(400, 'choice')
  const asked = readPurposes(fields.getAll('asked'), wanted)
  const ticked = readPurposes(fields.getAll('yes'), wanted)
  return {
    choice,
    asked: choice === 'none' ? asked.filter((purpose) => purpose !== 'contextual') : asked,
    granted: new Set(grantedBy(choice, asked, ticked)),
    via: ways.find((known) => known === fields.get('via')) ?? 'prefcentre',
    language: fields.get('lang'),
    from: fields.get('from'),
  }
}

// Yes counts for what was shown beside it, whatever else a form says.
function grantedBy(
  choice: SentForm['choice'],
  asked: readonly Purpose[],
  ticked: readonly Purpose[],
): readonly Purpose[] {
  if (choice === 'none') return []
  return choice === 'some' ? asked.filter((purpose) => ticked.includes(purpose)) : asked
}

/** What another consent platform says was chosen, purpose by purpose. */
export interface Imported extends Decision {
  /** When, if it says so. */
  readonly chosenAt: Date | undefined
}

/**
 * Reads `{ "purposes": { "behavioural": true, "measurement": false }, "chosenAt": 1795305600 }`; a
 * purpose that is `null` or absent was not decided.
 *
 * @throws NoticeError for anything else.
 */
export async function readImport(request: Request, now: Date): Promise<Imported> {
  if (typeOf(request) !== 'application/json') throw new NoticeError(415, 'form')
  const { purposes: given, chosenAt } = parseObject(await readText(request))
  if (typeof given !== 'object' || given === null) throw new NoticeError(400, 'form')
  const entries = Object.entries(given).filter(([, value]) => value !== null)
  const asked = readPurposes(Object.keys(given), purposes).filter((purpose) =>
    entries.some(([name]) => name === purpose),
  )
  if (!entries.every(([, value]) => typeof value === 'boolean'))
    throw new NoticeError(400, 'choice')
  const granted = new Set(asked.filter((purpose) => (given as Record<Purpose, unknown>)[purpose]))
  if (chosenAt === undefined) return { asked, granted, chosenAt }

  const isPast = Number.isSafeInteger(chosenAt) && Number(chosenAt) * 1000 <= now.getTime() + 5000
  if (!isPast || Number(chosenAt) < 0) throw new NoticeError(400, 'choice')
  return { asked, granted, chosenAt: new Date(Math.min(Number(chosenAt) * 1000, now.getTime())) }
}

function readPurposes(names: readonly string[], wanted: readonly Purpose[]): Purpose[] {
  const unique = [...new Set(names)]
  return unique.map((name) => {
    const purpose = wanted.find((known) => known === name)
    if (!purpose) throw new NoticeError(400, 'purpose')
    return purpose
  })
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  } catch {
    // Said below, without the text.
  }
  throw new NoticeError(400, 'form')
}

function typeOf({ headers }: Request): string {
  return (headers.get('content-type')?.split(';', 1)[0] ?? '').trim().toLowerCase()
}

async function readText({ body }: Request): Promise<string> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body ?? []) {
    length += chunk.length
    if (length > maxBytes) throw new NoticeError(413, 'form')
    chunks.push(chunk)
  }
  return new TextDecoder().decode(concatBytes(chunks))
}
