export { devWorker } from './worker.ts'
