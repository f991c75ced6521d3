import { compact } from 'limen/compact'
import { worker } from 'limen/worker'
import { collecting } from './collecting.ts'
import { keeping } from './keeping.ts'
import { shopWith } from './shop.ts'

/** Limen with the compact engine alone, its cache in memory as it ships. */
export default collecting(worker(keeping(shopWith(compact), { seconds: 86_400 }), { cache: null }))
