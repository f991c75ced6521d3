export { asciiMarkup } from './ascii.ts'
export { choose, type Placed, rerank } from './assemble.ts'
export { compilePage } from './compile.ts'
export { plainReason } from './eligible.ts'
export { bodyOf, lengthOf, openBody, type Read, readPage, readWhole, type Source } from './read.ts'
export { type Search, searchFor } from './search.ts'
export type { PartRule, Slot } from './slot.ts'
export { type Streamed, type StreamOptions, streamPage } from './stream.ts'
export {
  bodyPlace,
  fillTemplate,
  headPlace,
  isPlace,
  type Part,
  type Span,
  type Template,
} from './template.ts'
