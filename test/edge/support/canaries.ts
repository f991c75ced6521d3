import { createHash } from 'node:crypto'

// Eight letters and digits: short enough for a language subtag, allowed in a host or header name.
const mark = 'cnry'
const anyCanary = /cnry[a-z0-9]{0,4}/g

/** A word that occurs nowhere else; `index` is below 36 to the power of 4. */
export function canary(index: number): string {
  return mark + index.toString(36).padStart(4, '0')
}

const percent = (text: string) => Buffer.from(text).toString('hex').replace(/../g, '%$&')

const digest = (algorithm: string, encoding: 'hex' | 'base64' | 'base64url') => (text: string) =>
  createHash(algorithm).update(text).digest(encoding)

/** The ways in which personal data is written into requests, by name. */
export const encodings: ReadonlyMap<string, (text: string) => string> = new Map([
  ['raw', (text) => text],
  ['percent', percent],
  ['percent, twice', (text) => percent(percent(text))],
  ['base64', (text) => btoa(text)],
  ['base64 of a longer text', (text) => btoa(`é:${text}@example.com`)],
  ['base64url', (text) => Buffer.from(`ÿþ${text}`).toString('base64url')],
  ['base64 in percent', (text) => percent(btoa(text))],
  ['hex', (text) => Buffer.from(text).toString('hex')],
  ...['md5', 'sha1', 'sha256'].flatMap((algorithm) =>
    (['hex', 'base64', 'base64url'] as const).map(
      (encoding): [string, (text: string) => string] => [
        `${algorithm} in ${encoding}`,
        digest(algorithm, encoding),
      ],
    ),
  ),
])

/** Finds canaries in a text: as they are, under up to three encodings, and by their digests. */
export type FindCanaries = (text: string) => string[]

/** Builds the search for these canaries; of others it finds all but digests. */
export function canarySearch(canaries: readonly string[]): FindCanaries {
  const digests = new Map<string, string>()
  for (const canary of canaries) {
    for (const algorithm of ['md5', 'sha1', 'sha256']) {
      digests.set(digest(algorithm, 'hex')(canary), canary)
      digests.set(digest(algorithm, 'base64url')(canary), canary)
    }
  }

  return function findCanaries(text) {
    const found = new Set<string>()
    for (const view of viewsOf(text)) {
      for (const [match] of view.toLowerCase().matchAll(anyCanary)) found.add(match)
      for (const window of windowsOf(view)) {
        const canary = digests.get(window)
        if (canary) found.add(canary)
      }
    }
    return [...found].sort()
  }
}

const decoders: readonly ((text: string) => string)[] = [
  (text) => text.replace(/%([0-9a-f]{2})/gi, (_, code) => character(code)),
  (text) => text.replace(/\\u00([0-9a-f]{2})/gi, (_, code) => character(code)),
  // Where in a longer text it begins is not known: every alignment is tried.
  ...[0, 1].map((skip) => decodeRuns(/[0-9a-f]{8,}/gi, skip, 'hex')),
  ...[0, 1, 2, 3].map((skip) => decodeRuns(/[\w+/-]{7,}/g, skip, 'base64')),
]

function character(code: string): string {
  return String.fromCharCode(Number.parseInt(code, 16))
}

function decodeRuns(pattern: RegExp, skip: number, encoding: 'hex' | 'base64') {
  return (text: string) =>
    [...text.matchAll(pattern)]
      .map(([run]) => Buffer.from(run.slice(skip), encoding).toString('latin1'))
      .join('\n')
}

/** The text, and all that up to three decoders in turn make of it. */
function viewsOf(text: string): ReadonlySet<string> {
  const views = new Set([text])
  let last = [text]
  for (let depth = 0; depth < 3; depth++) {
    last = last.flatMap((view) => decoders.map((decode) => decode(view)))
    last = [...new Set(last)].filter((view) => view.length > 3 && !views.has(view))
    for (const view of last) views.add(view)
  }
  return views
}

const digestRuns: readonly (readonly [RegExp, readonly number[]])[] = [
  [/[0-9a-f]{32,}/gi, [32, 40, 64]],
  [/[\w+/-]{22,}/g, [22, 27, 43]],
]

/** Every piece of a text that is as long as a digest and could be one. */
function* windowsOf(text: string): Iterable<string> {
  for (const [pattern, lengths] of digestRuns) {
    for (const [run] of text.matchAll(pattern)) {
      const isHex = lengths[0] === 32
      const normal = isHex ? run.toLowerCase() : run.replaceAll('+', '-').replaceAll('/', '_')
      for (const length of lengths) {
        for (let at = 0; at + length <= normal.length; at++) yield normal.slice(at, at + length)
      }
    }
  }
}
