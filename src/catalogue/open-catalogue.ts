import { type Catalogue, createCatalogue } from './catalogue.ts'
import { isXml, type ReadRows, readFeed } from './feed.ts'
import { tsvRows } from './tsv-rows.ts'

/**
 * Opens the catalogue of a feed that is here as a whole. Of tab-separated values a row is read when it
 * is asked for; `readFeed` tells beforehand which are bad. XML is read at once.
 *
 * @throws LimenError as `readFeed`.
 */
export async function openCatalogue(
  feed: string | ArrayBuffer,
  xml?: ReadRows,
): Promise<Catalogue> {
  const text = (typeof feed === 'string' ? feed : new TextDecoder().decode(feed)).replace(
    /^\ufeff/,
    '',
  )
  return createCatalogue(isXml(text) ? (await readFeed([text], { xml })).products : tsvRows(text))
}
