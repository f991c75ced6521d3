/** The shop's language that a browser likes best; the shop's own when there is none. */
export function preferredLanguage(
  languages: readonly string[],
  { named, accepted }: { readonly named: string | null; readonly accepted: string | null },
): string {
  const liked = (accepted ?? '').split(',').map((tag) => tag.split(';', 1)[0]?.trim() ?? '')
  for (const tag of [named ?? '', ...liked]) {
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
