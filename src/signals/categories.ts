import type { Signal } from '../consent/index.ts'
import { ConfigError } from '../errors.ts'
import { type Purpose, purposes } from '../policy/index.ts'
import { union } from './reach.ts'
import { signalIn } from './signal.ts'

/** Which purposes need a yes to which category, in the banner's own names. */
export type Categories<Name extends string = string> = Readonly<
  Partial<Record<Name, Purpose | readonly Purpose[]>>
>

/** What a banner's cookie says. */
export interface Answers {
  /** The categories with a clear yes. All others are a no: also what was never asked. */
  readonly yes: ReadonlySet<string>
  /** What is denied beside the categories. */
  readonly denies?: Iterable<Purpose>
}

export interface BannerOptions {
  readonly source: string
  readonly cookies: readonly string[]
  readonly categories: Categories
  /** May throw on a text that is not as it should be. */
  readonly read: (text: string) => Answers
}

/**
 * The cookie of a consent banner. It denies each purpose with a category that got no clear yes.
 * @throws ConfigError if a category stands for something that is no purpose.
 */
export function bannerSignal({ source, cookies, categories, read }: BannerOptions): Signal {
  const needed = Object.entries(categories).map(
    ([category, of]) => [category, purposesOf(of, `${source}.${category}`)] as const,
  )
  return signalIn({
    source,
    cookies,
    speaksOf: union(needed.map(([, of]) => of)),
    read(text) {
      const { yes, denies = [] } = read(text)
      return union([denies, ...needed.map(([category, of]) => (yes.has(category) ? [] : of))])
    },
  })
}

/** The names that are answered with yes, and never with anything else. */
export function agreedTo(answers: Iterable<readonly [name: string, isYes: boolean]>): Set<string> {
  const yes = new Set<string>()
  const no = new Set<string>()
  for (const [name, isYes] of answers) (isYes ? yes : no).add(name)
  return new Set([...yes].filter((name) => !no.has(name)))
}

// A misspelt purpose would be denied by nothing.
function purposesOf(of: Purpose | readonly Purpose[] | undefined, option: string) {
  const listed = [of ?? []].flat()
  if (listed.length === 0 || !listed.every((purpose) => purposes.includes(purpose))) {
    throw new ConfigError(option, `must be one or more of ${purposes.join(', ')}`)
  }
  return listed
}
