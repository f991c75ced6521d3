export {
  type Card,
  type CardTools,
  type RenderSlot,
  type SlotFrame,
  type SlotWords,
  slotRenderer,
} from './cards.ts'
export { type Catalogue, createCatalogue, wordsOf } from './catalogue.ts'
export { type Feed, type FeedOptions, type FeedSource, type ReadRows, readFeed } from './feed.ts'
export type { FeedFormat, FeedProblem, FeedReport } from './feed-report.ts'
export { isSafeLink } from './links.ts'
export { openCatalogue } from './open-catalogue.ts'
export { categoryKey, type Price, type Product } from './product.ts'
