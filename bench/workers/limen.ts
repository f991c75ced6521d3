import { worker } from 'limen/worker'
import config from './config.ts'
import { keeping } from './keeping.ts'

/** Limen where no page may be kept: each one is fetched and read anew. */
export default worker(keeping(config, 'never'))
