/** One record of a feed: where it starts and its texts by attribute; none if it cannot be read. */
export interface FeedRow {
  readonly line: number
  readonly texts: ReadonlyMap<string, string> | undefined
}
