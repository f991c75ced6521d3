import { type Catalogue, openCatalogue } from './catalogue/index.ts'
import type { Config } from './config/index.ts'
import { createRanker, type Ranker } from './model/index.ts'
import type { OpenRanker } from './release/index.ts'

/** What is known of a shop before the first shopper comes. */
export interface Shop {
  readonly catalogue: Catalogue
  /** Absent when no model is configured: slots then stay plain. */
  readonly ranker: Ranker | undefined
}

/**
 * Reads the feed and prepares the model.
 *
 * @param onFault told when the model's engine fails later on.
 * @throws LimenError when the feed holds no products or lacks a column.
 */
export async function openShop(config: Config, onFault: (error: unknown) => void): Promise<Shop> {
  const catalogue = await openCatalogue(config.catalogue.feed, config.catalogue.xml)
  const { model, limits } = config
  const rank: OpenRanker = ({ manifest, file, engine }) =>
    createRanker({
      ...{ manifest, file, start: engine },
      shelf: catalogue,
      deadlineMs: limits.rankingMs,
      reorder: model?.reorder,
      onFault,
    })
  // A release ranks by whichever model is live, one model by itself.
  return { catalogue, ranker: model && (model.open?.(rank, onFault) ?? rank(model)) }
}
