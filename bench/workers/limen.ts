import { worker } from 'limen/worker'
import config from './config.ts'

/** Limen as it is deployed. */
export default worker(config)
