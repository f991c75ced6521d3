export type { ShadowComparison } from './compare-rankings.ts'
export type { ModelFolder, StoredModel } from './folder.ts'
export { type KvNamespace, kvFolder } from './kv-folder.ts'
export {
  type DeployedModel,
  type OpenRanker,
  type Released,
  type ReleasedOptions,
  type ReleasedRanking,
  released,
} from './released.ts'
export type { ModelReference, ReleaseState } from './state.ts'
