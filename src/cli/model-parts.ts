import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import * as v from 'valibot'
import { readFeed } from '../catalogue/index.ts'
import { xml } from '../catalogue/xml.ts'
import { ConfigError } from '../errors.ts'
import { sha256 } from '../lib/bytes.ts'
import type { Manifest } from '../model/manifest.ts'
import { readProvenance } from '../training/files.ts'
import type { OfferedModel } from './add-model.ts'
import { UsageError } from './command.ts'

export interface ForeignParts {
  readonly items: string | undefined
  readonly contexts: string | undefined
  readonly about: string | undefined
  readonly created: string | undefined
}

const contextsSchema = v.array(v.strictObject({ feature: v.string(), rows: v.array(v.string()) }))
// The list's digest is of its lines: an id with a line end in it would be two.
const id = v.pipe(v.string(), v.regex(/^\P{Cc}+$/u))
const itemsSchema = v.pipe(v.array(id), v.nonEmpty())
const dates = v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\d$/))
const windowSchema = v.looseObject({ window: v.tuple([dates, dates]) })

/** Reads what has to be known of a model from elsewhere besides its file. */
export async function describeForeign(parts: ForeignParts): Promise<Omit<OfferedModel, 'file'>> {
  const { items: itemsPath, contexts: contextsPath, about } = parts
  if (!itemsPath || !contextsPath || !about) {
    throw new UsageError('a model from elsewhere needs --items, --contexts and --about')
  }
  const provenance = await readProvenance('--about', about)
  const { window } = check('--about', windowSchema, await readJson('--about', about))
  const contexts = check('--contexts', contextsSchema, await readJson('--contexts', contextsPath))
  const items = await readItems(itemsPath)
  if (new Set(items).size !== items.length) throw new ConfigError('--items', 'has an id twice')
  const created = parts.created ?? new Date().toISOString().slice(0, 10)
  const { name, source, dataLicence: licence, consentScope, limits } = provenance
  const manifest = {
    format: 1,
    id: `${name}-${created}`,
    created,
    file: `${name}.onnx`,
    inputs: { contexts: contexts as Manifest['inputs']['contexts'] },
    data: { source, licence, window, consentScope, baskets: 0 },
    training: {},
    metrics: {},
    fairness: {},
    licence: provenance.licence,
    catalogue: { sha256: await sha256(items.join('\n')), items },
  } as const
  return { manifest, limits }
}

/** A JSON list, or the ids of a feed in its order. */
async function readItems(path: string): Promise<string[]> {
  if (basename(path).endsWith('.json')) {
    return check('--items', itemsSchema, await readJson('--items', path))
  }
  const bytes = await readFile(path).catch((cause) => {
    throw new ConfigError('--items', `cannot read ${path}; name a file that is there`, { cause })
  })
  const { products } = await readFeed([bytes], { xml })
  return products.map(({ id }) => id)
}

async function readJson(option: string, path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (cause) {
    throw new ConfigError(option, `${path} must be a file of JSON`, { cause })
  }
}

const shapes: Readonly<Record<string, string>> = {
  '--items': 'must be a list of product ids, each one line of text',
  '--contexts': 'must be a list of { "feature": "country", "rows": ["", "GB"] }',
  '--about': 'must state the window of the data: "window": ["2026-01-01", "2026-06-30"]',
}

function check<S extends v.GenericSchema>(option: string, schema: S, value: unknown) {
  const { output, issues } = v.safeParse(schema, value)
  if (issues) throw new ConfigError(option, shapes[option] ?? 'is not as it must be')
  return output as v.InferOutput<S>
}
