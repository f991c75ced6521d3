/** Splits rows into bands of the same size by a number; equal numbers fall into the same band. */
export function bands(values: readonly (number | undefined)[], names: readonly string[]): string[] {
  const known = values.filter((value) => value !== undefined).sort((a, b) => a - b)
  const edges = names
    .slice(1)
    .map((_, index) => known[Math.ceil(((index + 1) * known.length) / names.length) - 1] as number)
  return values.map((value) => {
    if (value === undefined) return ''
    const above = edges.filter((edge) => value > edge).length
    return names[above] as string
  })
}

/** Keeps the named groups of labels and pools the rest as `other`; unknown stays unknown. */
export function pool(label: string, kept: readonly string[]): string {
  return label === '' || kept.length === 0 || kept.includes(label) ? label : 'other'
}
