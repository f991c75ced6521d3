import { watch } from 'node:fs'
import { basename } from 'node:path'
import { readManifest } from '../release/folder.ts'
import { parseState } from '../release/state.ts'
import { diskFolder } from './model-folder.ts'

/** The part of a local KV namespace that is needed. */
export interface LocalKv {
  put(key: string, value: ArrayBuffer): Promise<void>
}

/**
 * Keeps a local KV namespace as a folder of models is: the state, and the models it names. A move on
 * disk reaches the edge as it does in production.
 *
 * @returns stops watching.
 */
export async function mirrorModels(
  root: string,
  kv: LocalKv,
  onFault: (error: unknown) => void,
): Promise<() => void> {
  const folder = diskFolder(root)
  const put = new Set<string>()
  let copying = copy()
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
    await kv.put('release.json', bytes)
  }

  async function copyModel(address: string): Promise<void> {
    if (put.has(address)) return
    const text = await folder.read(`${address}/manifest.json`)
    if (!text) return
    const { file: name } = readManifest(new TextDecoder().decode(text))
    const file = await folder.read(`${address}/${name}`)
    if (!file) return
    await kv.put(`${address}/${name}`, file)
    await kv.put(`${address}/manifest.json`, text)
    put.add(address)
  }
}
