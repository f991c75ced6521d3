import { categories } from '../../policy/categories.ts'
import { features } from '../../policy/index.ts'
import { plainText, table } from '../markdown.ts'
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
    `Controller: ${plainText(controller.name)}, ${plainText(controller.contact)}, ${controller.country}.` +
      (officer
        ? ` Data protection officer: ${plainText(officer.name)}, ${plainText(officer.contact)}.`
        : ''),
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
