import type { Activity, DataMap } from './data-map.ts'

/** The flow of data as a Mermaid flowchart. */
export function toMermaid({ activities, crossing }: DataMap): string {
  const own = activities.filter(({ vendor }) => !vendor)
  const { cookies, fields } = crossing
  const declared = [...cookies.map((name) => `cookie ${name}`), ...fields]
  const more = declared.length > 0 ? `; as declared: ${declared.join(', ')}` : ''
  return [
    'flowchart LR',
    `  shopper([${label('Shopper')}])`,
    `  subgraph limen [${label('Limen, at the edge')}]`,
    ...own.map(({ key, name }) => `    ${key}[${label(name)}]`),
    '  end',
    `  shop[${label('Shop')}]`,
    ...own.map((activity) => `  shopper -->|${categoriesOf(activity)}| ${activity.key}`),
    `  limen -->|${label(`path and parameters${more}`)}| shop`,
    ...activities.flatMap((activity) => vendorLines(activity)),
    '',
  ].join('\n')
}

function vendorLines(activity: Activity): string[] {
  const { key, vendor } = activity
  if (!vendor) return []
  const name = `${vendor.name} (${vendor.country})`
  return [`  ${key}[[${label(name)}]]`, `  limen -->|${categoriesOf(activity)}| ${key}`]
}

function categoriesOf({ categories }: Activity): string {
  return label(categories.join(', '))
}

// Mermaid writes characters that would end a label as entities, with # for &.
function label(text: string): string {
  return `"${text.replace(/[#"<>&;|\r\n]/g, (character) => `#${character.charCodeAt(0)};`)}"`
}
