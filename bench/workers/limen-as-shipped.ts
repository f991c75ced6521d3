import { worker } from 'limen/worker'
import config from './config.ts'
import { keeping } from './keeping.ts'

/** Limen with the deadline it ships with: a first page does not wait for the engine to start. */
export default worker({
  ...keeping(config, 'never'),
  limits: { ...config.limits, rankingMs: 50 },
})
