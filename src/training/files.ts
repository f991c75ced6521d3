import { renameSync, writeFileSync } from 'node:fs'
import { mkdir, open, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createGunzip, gunzip } from 'node:zlib'
import { type FeedReport, readFeed } from '../catalogue/index.ts'
import type { Product } from '../catalogue/product.ts'
import { xml } from '../catalogue/xml.ts'
import { ConfigError, LimenError } from '../errors.ts'
import { type Baskets, parseBaskets } from './baskets.ts'
import { cardPage } from './card-page.ts'
import type { Provenance } from './describe-model.ts'
import type { TrainedModel } from './train-model.ts'

const unzip = promisify(gunzip)

/** Reads a file of an option, unpacked if it is gzip. */
async function read(option: string, path: string): Promise<Uint8Array> {
  try {
    const bytes = await readFile(path)
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b
    return isGzip ? await unzip(bytes) : bytes
  } catch (cause) {
    throw new ConfigError(option, `cannot read ${path}; name a file that is there, plain or gzip`, {
      cause,
    })
  }
}

/** Reads a file of an option piece by piece, unpacked if it is gzip. */
export async function* openText(option: string, path: string): AsyncGenerator<string> {
  try {
    const file = await open(path)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0)
    const isGzip = bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b
    const bytes = file.createReadStream({ start: 0, highWaterMark: 1 << 20 })
    const text = isGzip ? bytes.pipe(createGunzip({ chunkSize: 1 << 20 })) : bytes
    // A stream that fails ends the one that it is piped to only when told.
    bytes.once('error', (error) => text.destroy(error))
    const decoder = new TextDecoder()
    for await (const chunk of text) yield decoder.decode(chunk, { stream: true })
  } catch (cause) {
    throw new ConfigError(option, `cannot read ${path}; name a file that is there, plain or gzip`, {
      cause,
    })
  }
}

/** Reads baskets; a file without any is an error that says what is wrong with its first line. */
export async function readBaskets(option: string, path: string): Promise<Baskets> {
  const text = new TextDecoder().decode(await read(option, path))
  const found = parseBaskets(text)
  if (found.baskets.length > 0) return found
  const [first] = found.problems
  const why = first ? `; line ${first.line}: ${first.problem}` : ''
  throw new ConfigError(option, `${path} has no basket; give one JSON object a line${why}`)
}

/** Reads a product feed. */
export async function readCatalogue(
  option: string,
  path: string,
): Promise<{ readonly products: readonly Product[]; readonly report: FeedReport }> {
  return readFeed([await read(option, path)], { xml }).catch(notFeed(option, path))
}

/** Says of which option it is that a file is no feed. */
export function notFeed(option: string, path: string) {
  return (cause: unknown): never => {
    if (!(cause instanceof LimenError)) throw cause
    throw new ConfigError(option, `${path} is no feed: ${cause.message.replace(/^feed: /, '')}`, {
      cause,
    })
  }
}

const stated = ['name', 'source', 'dataLicence', 'consentScope', 'licence'] as const

/** Reads what a person states of the data. @param isPart whether something may be missing. */
export async function readProvenance(
  option: string,
  path: string,
  isPart = false,
): Promise<Provenance> {
  const text = new TextDecoder().decode(await read(option, path))
  let value: Partial<Record<string, unknown>>
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new ConfigError(option, `${path} must be JSON`, { cause })
  }
  for (const key of stated) {
    if (isPart && value?.[key] === undefined) continue
    if (typeof value?.[key] !== 'string' || value[key] === '') {
      throw new ConfigError(option, `${path} must state ${stated.join(', ')}; it lacks ${key}`)
    }
  }
  if (!/^[a-z0-9-]+$/.test((value.name as string | undefined) ?? 'shop')) {
    throw new ConfigError(option, 'name must be of a-z, 0-9 and hyphens: it names a file')
  }
  const { limits = [] } = value
  if (!Array.isArray(limits) || !limits.every((limit) => typeof limit === 'string')) {
    throw new ConfigError(option, 'limits must be a list of sentences')
  }
  return { ...value, limits } as unknown as Provenance
}

/** A file that holds how far a run is. It is there whole or not at all. */
export function createCheckpointFile(path: string) {
  return {
    read: () => read('--resume', path),
    save(bytes: Uint8Array): void {
      writeFileSync(`${path}.part`, bytes)
      renameSync(`${path}.part`, path)
    },
  }
}

/** Writes the model's file, its manifest and its card, also as a page, to a folder. */
export async function writeModel(
  folder: string,
  { file, manifest }: Pick<TrainedModel, 'file' | 'manifest'>,
  card: string,
): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, manifest.file), file)
  await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  await writeFile(join(folder, 'card.md'), card)
  await writeFile(join(folder, 'card.html'), cardPage(card))
}
