import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ConfigError } from '../errors.ts'
import { createCompact } from '../model/compact/create-compact.ts'
import { createEncoder, type DescribedVisit } from '../model/encode.ts'
import {
  createExplainer,
  type Explanation,
  explainInWords,
  type PlainWords,
  type ScorePart,
} from '../model/explain/index.ts'
import { type ItemKind, itemKinds, type Manifest } from '../model/manifest.ts'
import { type FeatureName, features } from '../policy/index.ts'
import { readManifest } from '../release/folder.ts'
import { readCatalogue } from '../training/files.ts'
import { command, type Io, UsageError } from './command.ts'

export const explain = command({
  summary: 'Say for a visit why each item ranks where it does.',
  options: {
    product: { type: 'string', description: 'Product of the page' },
    items: {
      type: 'string',
      default: '',
      description: 'What was seen before, newest first: a,b or cart:a,order:b',
    },
    context: {
      type: 'string',
      default: '',
      description: 'Context: hour_of_week=1-09,country=GB (the category is the product’s)',
    },
    top: { type: 'string', default: '5', description: 'How many of the best items' },
    manifest: {
      type: 'string',
      default: 'models/manifest.json',
      description: 'Manifest of the model, its file beside it',
    },
    catalogue: {
      type: 'string',
      default: 'examples/storefront/data/catalogue.tsv',
      description: 'Product feed, for titles and categories',
    },
    json: { type: 'boolean', description: 'Print the explanations as JSON' },
  },
  async run(values, io) {
    const { manifest, file } = await readModelOf(values.manifest)
    const { products } = await readCatalogue('--catalogue', values.catalogue)
    const shelf = new Map(products.map((product) => [product.id, product]))
    const titleOf = (id: string) => shelf.get(id)?.title
    const categoryOf = (id: string) => shelf.get(id)?.categories.at(-1)
    const visit = readVisit(values, categoryOf)
    for (const warning of unknownParts(visit, manifest)) io.error(warning)

    const top = readTop(values.top, manifest)
    const scorer = await createCompact()(file)
    const { items, scores } = await scorer.score(createEncoder(manifest)(visit))
    const explainScore = createExplainer(manifest, file)
    const explained = Array.from(items.slice(0, top), (row, rank) => {
      const id = manifest.catalogue.items[row] ?? ''
      const explanation = explainScore(visit, id, scores[rank]) as Explanation
      const words = explainInWords(explanation, titleOf)
      return { rank: rank + 1, title: titleOf(id), ...explanation, ...words }
    })
    if (values.json) io.print(JSON.stringify(explained, null, 2))
    else for (const one of explained) show(one, titleOf, io)
    return 0
  },
})

async function readModelOf(path: string) {
  try {
    const manifest = readManifest(await readFile(path, 'utf8'))
    const file = Uint8Array.from(await readFile(join(dirname(path), manifest.file))).buffer
    return { manifest, file }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause
    throw new ConfigError('--manifest', `cannot read ${path}, or the file beside it`, { cause })
  }
}

interface VisitValues {
  readonly product: string | undefined
  readonly items: string
  readonly context: string
}

function readVisit(
  { product, items, context }: VisitValues,
  categoryOf: (id: string) => string | undefined,
): DescribedVisit {
  const before = listOf(items).map(readItem)
  const category = product === undefined ? undefined : categoryOf(product)
  return {
    items: [...(product === undefined ? [] : [{ id: product, kind: 'view' as const }]), ...before],
    context: new Map([
      ...(category === undefined ? [] : [['category', category] as const]),
      ...listOf(context).map(readContext),
    ]),
  }
}

function readItem(text: string): { readonly id: string; readonly kind: ItemKind } {
  const [first = '', ...rest] = text.split(':')
  const kind = itemKinds.find((known) => known === first)
  return kind && rest.length > 0 ? { id: rest.join(':'), kind } : { id: text, kind: 'view' }
}

function readContext(text: string): [FeatureName, string] {
  const [name = '', value] = text.split('=')
  const isRow = Object.hasOwn(features, name) && features[name as FeatureName].encoding === 'row'
  if (isRow && value) return [name as FeatureName, value]
  throw new UsageError(
    `--context must be feature=value, such as country=GB; see src/policy/features.ts`,
  )
}

/** What the model cannot tell from nothing, in a sentence each. */
function unknownParts({ items, context }: DescribedVisit, { inputs, catalogue }: Manifest) {
  const known = new Set(catalogue.items)
  return [
    ...items
      .filter(({ id }) => !known.has(id))
      .map(({ id }) => `${id} is no item of the model: it adds nothing`),
    ...[...context]
      .filter(([name, value]) => {
        const rows = inputs.contexts.find(({ feature }) => feature === name)?.rows ?? []
        return rows.indexOf(value) <= 0
      })
      .map(([name, value]) => `${name}=${value} is not one the model has seen: it adds nothing`),
  ]
}

function readTop(text: string, { top }: Manifest): number {
  const count = Number(text)
  if (Number.isInteger(count) && count >= 1 && count <= top) return count
  throw new UsageError(`--top must be a whole number from 1 to ${top}`)
}

function listOf(text: string): string[] {
  return text.split(',').filter((part) => part !== '')
}

type Shown = Explanation &
  PlainWords & { readonly rank: number; readonly title: string | undefined }

function show(
  { rank, title, item, score, method, parts, sentence }: Shown,
  titleOf: (id: string) => string | undefined,
  io: Io,
): void {
  io.print(`${rank}. ${title ?? item} (${item})  ${score.toFixed(4)}`)
  io.print(`   ${sentence}`)
  if (method === 'leave-one-out')
    io.print('   By what is lost without each; this graph is foreign.')
  for (const part of parts.toSorted((a, b) => Math.abs(b.amount) - Math.abs(a.amount))) {
    io.print(`   ${part.amount.toFixed(4).padStart(10)}  ${nameOf(part, titleOf)}`)
  }
}

const names: Readonly<Record<string, string>> = {
  prior: 'its popularity',
  rounding: 'rounding of the visit to 8 bits',
  together: 'what no input makes alone',
}

function nameOf(part: ScorePart, titleOf: (id: string) => string | undefined): string {
  if (part.of === 'context') return `${part.feature} ${part.value}`
  if (!('id' in part)) return names[part.of] ?? part.of
  const title = titleOf(part.id) ?? part.id
  return `${part.of === 'item' ? 'likeness to' : 'stands beside'} ${title} (${part.kind})`
}
