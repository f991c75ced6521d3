import { watch } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { basename } from 'node:path'
import { readManifest } from '../release/folder.ts'
import { recordSql } from '../release/record-sql.ts'
import { parseState } from '../release/state.ts'
import type { LocalFolder } from './local-folders.ts'
import { diskFolder } from './model-folder.ts'

/**
 * Keeps places of a local edge as a folder of models is: the models, the record of moves and the
 * state. A move on disk reaches the edge as it does in production.
 *
 * @returns stops watching.
 */
export async function mirrorModels(
  root: string,
  places: readonly LocalFolder[],
  onFault: (error: unknown) => void,
): Promise<() => void> {
  const folder = diskFolder(root)
  const put = new Set<string>()
  await mkdir(root, { recursive: true })
  let copying = copy().catch(onFault)
  const watcher = watch(root, (_, name) => {
    if (name !== null && basename(name) === 'release.json') {
      copying = copying.then(copy).catch(onFault)
    }
  })
  await copying
  return () => watcher.close()

  /** The models first: a state must not name one that is not there yet. */
  async function copy(): Promise<void> {
    const bytes = await folder.read('release.json')
    const state = bytes && parseState(bytes)
    if (!bytes || !state) return
    for (const reference of [state.live, state.canary, state.shadow]) {
      if (reference) await copyModel(reference.model)
    }
    const log = new TextDecoder().decode(await folder.read('release-log.jsonl'))
    const statements = await recordSql(log, state)
    for (const place of places) {
      await place.record(statements)
      await place.put('release.json', bytes)
    }
  }

  async function copyModel(address: string): Promise<void> {
    if (put.has(address)) return
    const text = await folder.read(`${address}/manifest.json`)
    if (!text) return
    const { file: name } = readManifest(new TextDecoder().decode(text))
    const file = await folder.read(`${address}/${name}`)
    if (!file) return
    for (const place of places) {
      await place.put(`${address}/${name}`, file)
      await place.put(`${address}/manifest.json`, text)
    }
    put.add(address)
  }
}
