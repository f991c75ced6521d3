/**
 * The language of a shop that a browser likes best; the shop's own when there is none.
 * @param liked as in `Accept-Language`, best first; weights are not looked at.
 */
export function preferredLanguage(languages: readonly string[], liked: string): string {
  for (const part of liked.split(',')) {
    const tag = (part.split(';', 1)[0] ?? '').trim()
    const found =
      languages.find((language) => isSame(language, tag)) ??
      languages.find((language) => isSame(mainOf(language), mainOf(tag)))
    if (found !== undefined) return found
  }
  return languages[0] as string
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

function mainOf(language: string): string {
  return language.split('-', 1)[0] as string
}
