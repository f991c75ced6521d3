import * as v from 'valibot'
import { ModelError } from '../errors.ts'
import { sha256 } from '../lib/bytes.ts'
import type { Manifest } from '../model/index.ts'
import type { FolderBinding } from './binding.ts'

/**
 * Where models and the release state are kept: `release.json`, and of each model
 * `<sha256>/manifest.json` with its file beside it. A folder on disk, a KV namespace, an R2 bucket and a
 * table of two columns can all be one. The record of moves may be there too, as `release-log.jsonl`.
 */
export interface ModelFolder {
  /** Where it is kept, by the names in wrangler.toml: `limen dev` makes them. */
  readonly bindings?: readonly FolderBinding[]
  read(path: string): Promise<ArrayBuffer | undefined>
}

/** A model as it is handed to a ranker. */
export interface StoredModel {
  readonly manifest: Manifest
  readonly file: ArrayBuffer
}

const digest = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000))

/** What is relied on before a model is verified. The name of a file leads to no other folder. */
const manifestSchema = v.looseObject({
  format: v.literal(1),
  id: v.pipe(v.string(), v.regex(/^[\w.-]{1,100}$/)),
  file: v.pipe(v.string(), v.regex(/^[\w-][\w.-]{0,99}\.onnx$/)),
  sha256: digest,
  bytes: v.number(),
  inputs: v.strictObject({
    items: count,
    contexts: v.array(v.strictObject({ feature: v.string(), rows: v.array(v.string()) })),
  }),
  top: count,
  catalogue: v.strictObject({ sha256: digest, items: v.array(v.string()) }),
  metrics: v.record(v.string(), v.record(v.string(), v.record(v.string(), v.any()))),
})

/** @throws ModelError that names the part which is not as a manifest has it. */
export function readManifest(text: string): Manifest {
  const manifest = parseJson(text)
  const { issues } = v.safeParse(manifestSchema, manifest)
  // As it was read, in the order of its keys: its digest is of that.
  if (!issues) return manifest as Manifest
  const path = (issues[0].path ?? []).map(({ key }) => String(key)).slice(0, 2)
  throw incompatible('manifest', `${path.join('.') || 'it'} is not as a manifest has it`)
}

/**
 * Reads a model by its address, the digest of its file.
 *
 * @throws ModelError when it is not there, or not what its address says.
 */
export async function readModel(folder: ModelFolder, address: string): Promise<StoredModel> {
  const text = await folder.read(`${address}/manifest.json`)
  if (!text) throw new ModelError('ERR_MODEL_MISSING', short(address), 'it has no manifest')
  const manifest = readManifest(new TextDecoder().decode(text))
  const file = await folder.read(`${address}/${manifest.file}`)
  if (!file) throw new ModelError('ERR_MODEL_MISSING', manifest.id, 'its file is not there')
  if (manifest.sha256 !== address || (await sha256(file)) !== address) {
    throw incompatible(manifest.id, 'hash: its file is not the one that its address names')
  }
  return { manifest, file }
}

/** Digest of all that a manifest says, whatever the spaces between. */
export function digestOfManifest(manifest: Manifest): Promise<string> {
  return sha256(JSON.stringify(manifest))
}

/** As much of an address as a person needs to tell models apart. */
export function short(address: string): string {
  return address.slice(0, 12)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw incompatible('manifest', 'it is not JSON')
  }
}

function incompatible(id: string, what: string): ModelError {
  return new ModelError('ERR_MODEL_INCOMPATIBLE', id, what)
}
