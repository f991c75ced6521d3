// A selector up to a comma that is not inside brackets.
const alternative = /(?:\[[^\]]*\]|\([^)]*\)|[^,[(])+/g

/** The CSS selector of `inner` inside `outer`; either may be a list with commas. */
export function within(outer: string, inner: string): string {
  const inners = inner.match(alternative) ?? []
  const pairs = (outer.match(alternative) ?? []).flatMap((one) =>
    inners.map((other) => `${one.trim()} ${other.trim()}`),
  )
  return pairs.join(', ')
}
