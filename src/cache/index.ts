export { hasBearer } from './bearer.ts'
export type { PageRoom } from './content.ts'
export { pageKey } from './key.ts'
export type { Keep } from './lifetime.ts'
export {
  type Page,
  type PageSource,
  plainPage,
  type TemplatePage,
  type UntouchedPage,
} from './page.ts'
export { createPages, type LoadOptions, type Pages, type PagesOptions } from './pages.ts'
export { type PurgeOptions, purge } from './purge.ts'
export { cachedPurgeLog, type NotedPurge, type PurgeLog } from './purge-log.ts'
export type { Purge } from './purges.ts'
