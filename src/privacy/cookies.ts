// RFC 6265 section 4.1.1, cookie-value
const cookieValue = /^(?:[!#-+\--:<-[\]-~]*|"[!#-+\--:<-[\]-~]*")$/

/** Keeps the named cookies of a `Cookie` header, each once: of a name sent twice, the first. */
export function keepCookies(header: string | null, names: readonly string[]): string | undefined {
  const sent = new Map<string, string>()
  for (const pair of header?.split(';') ?? []) {
    const [name, value] = splitPair(pair)
    if (!sent.has(name)) sent.set(name, value)
  }
  const kept: string[] = []
  for (const name of new Set(names)) {
    const value = sent.get(name)
    if (value !== undefined && cookieValue.test(value)) kept.push(`${name}=${value}`)
  }
  return kept.join('; ') || undefined
}

/** Keeps the named cookies an origin sets, for this host alone: its `Domain` is not the shop's. */
export function keepSetCookies(headers: readonly string[], names: readonly string[]): string[] {
  return headers
    .filter((header) => names.includes(splitPair(header.split(';', 1)[0] ?? '')[0]))
    .map((header) =>
      header
        .split(';')
        .filter((part, i) => i === 0 || splitPair(part)[0].toLowerCase() !== 'domain')
        .join(';'),
    )
}

function splitPair(pair: string): readonly [name: string, value: string] {
  const at = pair.indexOf('=')
  if (at < 0) return [pair.trim(), '']
  return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()]
}
