import { worker } from 'limen/worker'
import config from './limen.config.ts'

export default worker(config)
