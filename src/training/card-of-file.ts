import type { GraphReport } from '../model/graph-report.ts'
import type { Manifest } from '../model/manifest.ts'

/** How a model did in its trial. */
export interface TrialFigures {
  readonly engines: Readonly<Record<string, { readonly medianMs: number; readonly p99Ms: number }>>
}

/** Writes the card of a model that was trained elsewhere. It says what is stated, and what was seen. */
export function writeCardOfFile(
  { data, inputs, catalogue, ...manifest }: Manifest,
  limits: readonly string[],
  report: GraphReport,
  trial: TrialFigures,
): string {
  const engines = Object.entries(trial.engines).map(
    ([name, { medianMs, p99Ms }]) => `| ${name} | ${medianMs} | ${p99Ms} |`,
  )
  return `# Model card: ${manifest.id}

Ranks the items of one shop for a visit: ${catalogue.items.length} items, ${manifest.bytes} bytes,
SHA-256 \`${manifest.sha256}\`. It was trained elsewhere, and added to this shop on ${manifest.created}.

## What it was trained on, as its maker states

${data.source} From ${data.window[0]} to ${data.window[1]}.
Licence of the data: ${data.licence} Licence of the model: ${manifest.licence}

Consent: ${data.consentScope}

## What it is

It looks at ${inputs.items} items of a visit and returns ${manifest.top}. Contexts: ${
    inputs.contexts.map(({ feature, rows }) => `\`${feature}\` (${rows.length} rows)`).join(', ') ||
    'none'
  }.
Written by ${report.producer || 'an unnamed program'}, opset ${report.opsets.map(({ version }) => version).join(', ')}.

| Operator | Nodes |
| --- | ---: |
${countOperators(report)
  .map(([operator, nodes]) => `| ${operator} | ${nodes} |`)
  .join('\n')}

## What was tried

Its answers to made-up visits are complete, in order and finite, and what is masked does not change them.

| Engine | Median, ms a call | p99 |
| --- | ---: | ---: |
${engines.join('\n')}

## Limits

${limits.map((limit) => `- ${limit}\n`).join('')}- How it was trained is not known here; explanations leave out one input at a time.
- Its quality is measured when it is released, beside the model that is live.
- An item that is not in its list is never recommended by the model.
- Fairness has not been audited.
`
}

/** How many nodes there are of each operator, most first. */
export function countOperators({ nodes }: GraphReport): [string, number][] {
  const counts = new Map<string, number>()
  for (const { operator } of nodes) counts.set(operator, (counts.get(operator) ?? 0) + 1)
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
}
