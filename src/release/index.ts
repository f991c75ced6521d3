export type { FolderBinding } from './binding.ts'
export type { ShadowComparison } from './compare-rankings.ts'
export { d1Folder, folders } from './d1-folder.ts'
export type { ModelFolder, StoredModel } from './folder.ts'
export { type KvNamespace, kvFolder } from './kv-folder.ts'
export { type ModelBucket, r2Folder } from './r2-folder.ts'
export {
  type DeployedModel,
  type OpenRanker,
  type Released,
  type ReleasedOptions,
  type ReleasedRanking,
  released,
} from './released.ts'
export type { ModelReference, ReleaseState } from './state.ts'
