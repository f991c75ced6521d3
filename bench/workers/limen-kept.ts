import { worker } from 'limen/worker'
import config from './config.ts'
import { keeping } from './keeping.ts'

/** Limen where the shop lets its pages be kept. */
export default worker(keeping(config, { seconds: 86_400 }))
