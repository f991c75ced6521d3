import { type Catalogue, openCatalogue } from './catalogue/index.ts'
import type { Config } from './config/index.ts'
import { createRanker, type Ranker } from './model/index.ts'

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
  const ranker =
    config.model &&
    createRanker({
      manifest: config.model.manifest,
      file: config.model.file,
      start: config.model.engine,
      shelf: catalogue,
      deadlineMs: config.limits.rankingMs,
      onFault,
    })
  return { catalogue, ranker }
}
