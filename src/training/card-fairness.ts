import type { Manifest, Metric } from '../model/manifest.ts'

/** The words for each kind of figure of a fairness table, by the first part of its key. */
const figures: ReadonlyMap<string, string> = new Map([
  ['exposure', 'Exposure over demand, against all other items; 1 is fair'],
  ['served', 'Rankings that held what the shopper then took, percent'],
  ['found', 'Of all they took, what was shown, percent'],
  ['parity', 'Largest rate minus smallest, of groups with enough data, percentage points'],
  ['price-flip', 'Prices that changed when an input of the model was flipped, percent'],
])

/** Writes what a manifest's fairness table holds, or that it is empty. */
export function fairnessInWords(fairness: Manifest['fairness']): string {
  const rows = Object.entries(fairness)
  if (rows.length === 0) return "Fairness has not been audited: the manifest's table is empty.\n"
  const tables = [...figures].flatMap(([kind, title]) => {
    const some = rows.filter(([key]) => key === kind || key.startsWith(`${kind}.`))
    return some.length === 0 ? [] : [table(title, some)]
  })
  return `A random half of each basket was asked from the other, 20 places. \`limen audit\` says what each figure is, and
holds it against a gate.

${tables.join('\n')}`
}

function table(title: string, rows: readonly (readonly [string, Metric])[]): string {
  const lines = rows.map(
    ([key, { value, standardError }]) =>
      `| ${groupOf(key)} | ${value.toFixed(2)} ± ${standardError.toFixed(2)} |`,
  )
  return `| ${title} | |\n| --- | ---: |\n${lines.join('\n')}\n`
}

/** `exposure.price.low price` is of `price: low price`, and `parity.found.country` of `found: country`. */
function groupOf(key: string): string {
  const [, attribute, ...group] = key.split('.')
  if (attribute === undefined) return 'all prices compared'
  return `${attribute}: ${group.join('.')}`
}
