import { LimenError } from '../errors.ts'

const maxPieceLength = 1 << 20

/** A stretch of an XML feed: what stands before the first product, a product's element, or the rest. */
export interface XmlPiece {
  readonly kind: 'head' | 'item' | 'rest'
  /** The line where it starts, from 1. */
  readonly line: number
  readonly text: string
}

// A comment or CDATA section as a whole (the group is its end), or a tag of RSS's item or Atom's entry.
const tokens =
  /<!--(?:[\s\S]*?(?<end>-->))?|<!\[CDATA\[(?:[\s\S]*?(?<end>\]\]>))?|<(?:item|entry)(?=[\s/>])|<\/(?:item|entry)\s*>/

/**
 * Cuts an XML feed at the tags of its products. Each can then be parsed by itself, so that an error
 * stays in its own: a parser that meets a bare `&` reads on to the next `;`, products further.
 */
export async function* cutPieces(text: AsyncIterable<string>): AsyncGenerator<readonly XmlPiece[]> {
  const token = new RegExp(tokens, 'g')
  let kind: XmlPiece['kind'] = 'head'
  let line = 1
  let pending = ''

  for await (const chunk of text) {
    pending += chunk
    if (pending.length > maxPieceLength + chunk.length) {
      throw new LimenError(
        'ERR_FEED_INVALID',
        `feed: a product in XML is longer than ${maxPieceLength} characters; close each element`,
      )
    }
    yield takePieces(false)
  }
  yield [...takePieces(true), { kind, line, text: pending }]

  function takePieces(isEnd: boolean): XmlPiece[] {
    const pieces: XmlPiece[] = []
    let start = 0
    // An item in the making starts with its own tag.
    token.lastIndex = kind === 'item' ? 1 : 0
    for (let match = token.exec(pending); match; match = token.exec(pending)) {
      const [tag] = match
      const isOpaque = tag.startsWith('<!')
      if (isOpaque && !match.groups?.end && !isEnd) break
      if (isOpaque || (tag.startsWith('</') && kind !== 'item')) continue

      const cut = tag.startsWith('</') ? token.lastIndex : match.index
      const text = pending.slice(start, cut)
      pieces.push({ kind, line, text })
      line += text.split('\n').length - 1
      kind = tag.startsWith('</') ? 'rest' : 'item'
      start = cut
    }
    pending = pending.slice(start)
    return pieces
  }
}
