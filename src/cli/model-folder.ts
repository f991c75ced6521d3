import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigError } from '../errors.ts'
import type { Manifest } from '../model/manifest.ts'
import type { ModelFolder } from '../release/folder.ts'

/** A folder on disk as a place of models. */
export function diskFolder(root: string): ModelFolder {
  return {
    async read(path) {
      try {
        return Uint8Array.from(await readFile(join(root, path))).buffer
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
        throw error
      }
    },
  }
}

/** The address that begins so. */
export async function findModel(root: string, start: string): Promise<string> {
  const found = (await listModels(root)).filter((address) => address.startsWith(start))
  const [address] = found
  if (address && found.length === 1 && start.length >= 4) return address
  const what = found.length > 1 ? 'names several models' : 'names no model'
  throw new ConfigError('--model', `${start} ${what} in ${root}; limen model list shows them`)
}

/** Addresses of the models in a folder. */
export async function listModels(root: string): Promise<string[]> {
  const names = await readdir(root).catch(() => [])
  return names.filter((name) => /^[0-9a-f]{64}$/.test(name)).sort()
}

export interface ModelFiles {
  readonly manifest: Manifest
  readonly file: ArrayBuffer
  readonly card: string
  readonly page: string
}

/**
 * Puts a model under its address. A model that is there already stays as it is: what was released is
 * never something else afterwards.
 *
 * @returns the folder, and whether it was there.
 */
export async function storeModel(
  root: string,
  { manifest, file, card, page }: ModelFiles,
): Promise<{ readonly folder: string; readonly isNew: boolean }> {
  const folder = join(root, manifest.sha256)
  if ((await listModels(root)).includes(manifest.sha256)) return { folder, isNew: false }
  // Under another name until it is whole.
  const draft = `${folder}.draft`
  await mkdir(draft, { recursive: true })
  await writeFile(join(draft, manifest.file), new Uint8Array(file))
  await writeFile(join(draft, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  await writeFile(join(draft, 'card.md'), card)
  await writeFile(join(draft, 'card.html'), page)
  await rename(draft, folder)
  return { folder, isNew: true }
}
