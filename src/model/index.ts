export type { DescribedVisit } from './encode.ts'
export type { ItemKind, Manifest } from './manifest.ts'
export {
  type Candidate,
  createRanker,
  type Ranker,
  type RankerOptions,
  type Ranking,
} from './rank.ts'
export type { ModelInputs, Scorer, StartScorer, StartTools, TopItems } from './scorer.ts'
export { verifyModel } from './verify.ts'
