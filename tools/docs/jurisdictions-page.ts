import {
  type JurisdictionId,
  jurisdictionIds,
  jurisdictionOf,
  jurisdictions,
  type Period,
  placeCode,
  placeOf,
  placesOf,
  pricingDisclosureOf,
  purposes,
  requestClocks,
} from '../../src/policy/index.ts'
import { type Fact, jurisdictionNotes, type Topic } from '../../src/policy/jurisdiction-notes.ts'

const preface = `# The law by place

Written by \`node tools/docs/consent.ts --write\` out of \`src/policy/jurisdictions.ts\`,
\`jurisdiction-duties.ts\` and \`jurisdiction-notes.ts\`; a test fails when it is stale. How these rows
become a permission: [permission.md](permission.md).

Nothing here is legal advice. The rows are conservative defaults, which the shop's counsel confirms.

| Code | Asks before a purpose |
| --- | --- |
| N | nothing, while no personal data is used and nothing is stored |
| OO | a notice, and a way to opt out |
| OI | opt-in |
| OFF | off unless the operator enables it and discloses it; then opt-in |
| X | prohibited |

A source was \`read\` in November 2026, or is \`cited\` by its article and was not read again, or the cell
is a \`judgement\`: no rule says so, and the conservative reading stands.
`

/** The page of every row with its sources, as Markdown. */
export function jurisdictionsPage(): string {
  return [preface, overview(), ...jurisdictionIds.map(section)].join('\n')
}

function overview(): string {
  const heads = ['Row', ...purposes, 'Global Privacy Control']
  const body = [...jurisdictions.values()].map(({ id, rules, gpc }) => [
    `[\`${id}\`](#${id})`,
    ...purposes.map((purpose) => rules[purpose]),
    gpc.force,
  ])
  return `${table(heads, body)}\n`
}

function section(id: JurisdictionId): string {
  const { name, facts } = jurisdictionNotes[id]
  const row = jurisdictions.get(id)
  if (!row) throw new Error(`no row ${id}`)
  const { parentUnder, optInUnder, contextualUnder } = row.minors
  const says: [Topic, string][] = [
    ['places', placesOf[id] || 'every other'],
    ...purposes.map((purpose): [Topic, string] => [purpose, row.rules[purpose]]),
    ['gpc', `${row.gpc.force}; denies ${[...row.gpc.denies].join(' and ')}`],
    [
      'minors',
      [
        `a parent agrees under ${parentUnder}`,
        `opt-in under ${optInUnder}`,
        contextualUnder === 0 ? 'no further ban' : `contextual only under ${contextualUnder}`,
      ].join('; '),
    ],
    ['clock', clock(id)],
  ]
  const rows = says.map(([topic, value]) => [topic, value, facts[topic].map(tell).join('<br>')])
  return `## ${id}\n\n${name}. ${disclosures(id)}\n\n${table(['', 'Default', 'Because'], rows)}\n`
}

function tell({ says, source, standing }: Fact): string {
  return standing === 'judgement' ? `${says} (judgement)` : `${says} (${source}; ${standing})`
}

function clock(id: JurisdictionId): string {
  const { answer, extension, acknowledge, optOut, ...rest } = requestClocks[id]
  return [
    `answer in ${period(answer)}`,
    extension && `${period(extension)} more if needed`,
    acknowledge && `acknowledge in ${period(acknowledge)}`,
    optOut && `opt-out in ${period(optOut)}`,
    rest.simpleAnswerAtOnce && 'a simple answer at once',
    `from the ${rest.startsAt === 'identity' ? 'proof of identity' : 'request'}`,
    !rest.isStatutory && 'set by Limen, not by a statute',
  ]
    .filter((part) => typeof part === 'string')
    .join('; ')
}

function period({ count, unit }: Period): string {
  const word = unit === 'business-days' ? 'business days' : unit
  return `${count} ${count === 1 ? word.slice(0, -1) : word}`
}

/** What must stand beside a personal price, for the row and for each place in it that differs. */
function disclosures(id: JurisdictionId): string {
  const ofRow = pricingDisclosureOf(id, {})
  const others = placesOf[id]
    .split(' ')
    .map(placeOf)
    .filter((place) => place.country && jurisdictionOf(place).id === id)
    .map((place) => [placeCode(place), pricingDisclosureOf(id, place)])
    .filter(([, disclosure]) => disclosure !== ofRow)
    .map(([code, disclosure]) => `; ${code}: ${disclosure}`)
  return `Disclosure of a personal price: ${ofRow}${others.join('')}.`
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n')
}
