export { type StatusListAppOptions, statusListApp } from './status-app.ts'
export { type StatusListOptions, statusLists } from './status-check.ts'
export { d1Revocations } from './status-d1.ts'
export {
  type FetchedListsOptions,
  fetchedLists,
  type LoadList,
  type RevocationCheck,
  type RevocationQuestion,
  storedLists,
} from './status-source.ts'
export {
  entryAt,
  entryOf,
  listLength,
  listUri,
  memoryRevocations,
  type RevocationStore,
  type StatusEntry,
  statusOf,
} from './status-store.ts'
export {
  type DatedList,
  maxListSeconds,
  type ReadListOptions,
  readStatusList,
  type SignListOptions,
  signStatusList,
} from './status-token.ts'
