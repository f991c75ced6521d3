import { ConfigError } from '../../errors.ts'
import { preferredLanguage } from '../language.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import type { WordChanges, Words } from './words.ts'

const ours: ReadonlyMap<string, Words> = new Map([
  ['en', en],
  ['de', de],
])

/** Finds the words for a language, or for what a browser says in `Accept-Language`. */
export type PickWords = (language: string) => Words

/**
 * The words of every language of a shop. A language takes its own changes, then those of its main
 * language (`de-AT`, then `de`), then what Limen says in it; a language that Limen does not speak
 * must be given whole, which the shop's own English fills in for.
 *
 * @throws ConfigError for words of a language that the shop does not have.
 */
export function wordsFor(
  languages: readonly string[],
  changes: Readonly<Record<string, WordChanges>> = {},
): PickWords {
  const given = new Map(Object.entries(changes))
  for (const tag of given.keys()) {
    if (!languages.some((language) => language === tag || mainOf(language) === tag)) {
      throw new ConfigError(`consent.service.words.${tag}`, 'must be a language of site.languages')
    }
  }
  const known = new Map(languages.map((language) => [language, wordsOf(language, given)]))
  return (language) =>
    known.get(language) ?? (known.get(preferredLanguage(languages, language)) as Words)
}

function wordsOf(language: string, given: ReadonlyMap<string, WordChanges>): Words {
  const main = mainOf(language)
  const own = ours.get(main)
  const changes = [given.get(main), main === language ? undefined : given.get(language)]
  const words = changes.reduce<Words>((words, change) => (change ? merge(words, change) : words), {
    ...(own ?? en),
    // The tag names what is said: English where there is nothing else.
    language: own || changes.some(Boolean) ? language : 'en',
  })
  return words
}

function merge<T extends object>(words: T, changes: object): T {
  const merged = new Map<string, unknown>(Object.entries(words))
  for (const [name, change] of Object.entries(changes)) {
    const word = merged.get(name)
    const isGroup = typeof word === 'object' && word !== null && typeof change === 'object'
    merged.set(name, isGroup ? merge(word, change) : change)
  }
  return Object.fromEntries(merged) as T
}

function mainOf(language: string): string {
  return language.split('-', 1)[0] as string
}
