import { LimenError } from '../errors.ts'

const maxProblems = 1000
const maxIgnored = 100

export type FeedFormat = 'tsv' | 'xml'

/** What is wrong with one row. Never holds the value itself. */
export interface FeedProblem {
  /** The line where the row starts, from 1. */
  readonly line: number
  /** The attribute, or `row` or `xml` where the row as a whole cannot be read. */
  readonly attribute: string
  readonly problem: string
}

/** What became of a feed; `rows - kept` rows were left out. */
export interface FeedReport {
  readonly format: FeedFormat
  readonly rows: number
  readonly kept: number
  /** The first 1,000. */
  readonly problems: readonly FeedProblem[]
  /** How often each problem was met, most frequent first. */
  readonly counts: readonly { attribute: string; problem: string; count: number }[]
  /** Attributes that Limen does not use, each named once; the first 100. */
  readonly ignored: readonly string[]
}

/** Collects what a feed's readers find. */
export class ReportWriter {
  rows = 0
  kept = 0
  readonly #problems: FeedProblem[] = []
  readonly #counts = new Map<string, { attribute: string; problem: string; count: number }>()
  readonly #ignored = new Set<string>()

  complain(line: number, attribute: string, problem: string): void {
    if (this.#problems.length < maxProblems) this.#problems.push({ line, attribute, problem })
    const key = `${attribute} ${problem}`
    const counted = this.#counts.get(key)
    if (counted) counted.count += 1
    else this.#counts.set(key, { attribute, problem, count: 1 })
  }

  ignore(attribute: string): void {
    if (this.#ignored.size < maxIgnored) this.#ignored.add(attribute)
  }

  finish(format: FeedFormat): FeedReport {
    return {
      format,
      rows: this.rows,
      kept: this.kept,
      problems: this.#problems,
      counts: [...this.#counts.values()].sort((a, b) => b.count - a.count),
      ignored: [...this.#ignored],
    }
  }
}

/** The refusal of a feed in which there is nothing. */
export function emptyFeed(): LimenError {
  return new LimenError(
    'ERR_FEED_INVALID',
    'feed: it has no products; give a header and a line for each, or items in RSS or Atom',
  )
}
