export { baselines } from './baselines.ts'
export { type Basket, type BasketProblem, type Baskets, parseBaskets } from './baskets.ts'
export { writeCard, writeQuality } from './card.ts'
export { dayOf, type Item, type Order, toRows, visitFeatures } from './dataset.ts'
export type { Provenance } from './describe-model.ts'
export type { Level } from './levels.ts'
export {
  coverage,
  depth,
  gini,
  hitAt20,
  jackknife,
  ndcgAt20,
  quantile,
  ratioMean,
  recallAt20,
  reciprocalRankAt20,
} from './metrics.ts'
export type { Progress } from './progress.ts'
export {
  best,
  halfBasket,
  nextClick,
  nextLine,
  type Protocol,
  type Question,
  type Rank,
} from './protocols.ts'
export type { RankingModel } from './quantise.ts'
export type { Reweighing } from './reweigh.ts'
export { scoreVisit } from './score.ts'
export { defaults, quick, quickBaskets, type Settings } from './settings.ts'
export { type TrainedModel, type TrainOptions, toOrders, trainModel } from './train-model.ts'
