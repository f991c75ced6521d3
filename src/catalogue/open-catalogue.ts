import { type Catalogue, createCatalogue } from './catalogue.ts'
import { isXml, readFeed } from './feed.ts'
import { tsvRows } from './tsv-rows.ts'

/**
 * Opens the catalogue of a feed that is here as a whole. Of tab-separated values a row is read when it
 * is asked for; `readFeed` tells beforehand which are bad. XML is read at once.
 *
 * @throws LimenError when the feed has no products or lacks a column.
 */
export async function openCatalogue(feed: string | ArrayBuffer): Promise<Catalogue> {
  const text = (typeof feed === 'string' ? feed : new TextDecoder().decode(feed)).replace(
    /^\ufeff/,
    '',
  )
  return createCatalogue(isXml(text) ? (await readFeed([text])).products : tsvRows(text))
}
