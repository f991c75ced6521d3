import { categories, features } from '../../policy/index.ts'
import type { DataMap } from './data-map.ts'
import { toMermaid } from './mermaid.ts'
import { sayTransfer } from './transfer.ts'

/** The data map for people. */
export function toMarkdown(map: DataMap): string {
  const { controller, activities, retention } = map
  const { officer } = controller
  const used = [...new Set(activities.flatMap(({ categories }) => categories))].sort()
  return [
    '# Data map',
    'Made by `limen data-map` from the configuration; change that, not this.',
    `Controller: ${text(controller.name)}, ${text(controller.contact)}, ${controller.country}.` +
      (officer ? ` Data protection officer: ${text(officer.name)}, ${text(officer.contact)}.` : ''),
    `\`\`\`mermaid\n${toMermaid(map)}\`\`\``,
    '## What is done with data',
    table(
      ['Activity', 'For', 'Legal basis', 'Data', 'Erased after', 'Safeguards'],
      activities.map(({ name, purpose, basis, categories, keptFor, safeguards }) => [
        name,
        purpose,
        basis,
        categories.join(', '),
        keptFor,
        safeguards,
      ]),
    ),
    '## What may be known of a visit',
    table(
      ['Feature', 'Data category', 'Purpose', 'From', 'Kept'],
      map.features.map((name) => {
        const { category, purpose, source, retention } = features[name]
        return [name, category, purpose, source, retention]
      }),
    ),
    '## Who gets data',
    table(
      ['Vendor', 'What it does', 'Receives', 'Country', 'Transfer', 'Agreement until'],
      activities.flatMap((activity) => {
        const { vendor } = activity
        if (!vendor) return []
        const { name, does, receives, country, agreement } = vendor
        const transfer = sayTransfer(activity)
        return [[name, does, receives.join(', '), country, transfer, agreement?.until ?? 'none']]
      }),
    ),
    '## How long data may be kept',
    table(
      ['Class', 'At most'],
      Object.entries(retention).map(([name, { days }]) => [name, `${days} days`]),
    ),
    '## What the categories mean',
    table(
      ['Category', 'Meaning'],
      used.map((category) => [category, categories[category].name]),
    ),
    '',
  ].join('\n\n')
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return 'None.'
  const lines = [head, head.map(() => '---'), ...rows.map((row) => row.map(text))]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** Text that stays text in a cell. */
function text(words: string): string {
  return words.replace(/[\\`*[\]<>|&]|\b_|_\b/g, '\\$&').replace(/\s+/g, ' ')
}
